# photoparsl in a container; docs/containers.md shows how it is used.
FROM python:3.12-slim-bookworm

COPY setup.py pyproject.toml MANIFEST.in README.md LICENSE /src/
COPY configs /src/configs
COPY docs /src/docs
COPY photoparsl /src/photoparsl
COPY share /src/share
COPY web /src/web
RUN python3 -m venv /opt/photoparsl && \
    /opt/photoparsl/bin/python -m pip install --no-cache-dir '/src[all]' && \
    rm -rf /src

ENV PATH=/opt/photoparsl/bin:$PATH
ENV HOME=/tmp
WORKDIR /data
ENTRYPOINT ["photoparsl"]
CMD ["--help"]
