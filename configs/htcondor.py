"""Any HTCondor pool: like osgconnect.py, but the page goes into the run's folder or to --public."""

from photoparsl.sites import load_site

osgconnect = load_site("osgconnect")

IS_GRID = True
SCHEDULER = "htcondor"
fresh_config = osgconnect.fresh_config
preflight = osgconnect.preflight
