# Copydesk in one image: no compiler, no pip, nobody's rights.
ARG PYTHON_IMAGE=python:3.13-slim-trixie

FROM ${PYTHON_IMAGE} AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /src
RUN python3 -m venv /opt/venv
COPY requirements/scale.txt requirements/
# The secrets are for a build behind a proxy of one's own: pip's settings, and its certificates. Neither stays in the image.
RUN --mount=type=secret,id=pip_env --mount=type=secret,id=ca \
    set -a; [ ! -s /run/secrets/pip_env ] || . /run/secrets/pip_env; [ ! -s /run/secrets/ca ] || export PIP_CERT=/run/secrets/ca SSL_CERT_FILE=/run/secrets/ca REQUESTS_CA_BUNDLE=/run/secrets/ca; \
    /opt/venv/bin/pip install --require-hashes --only-binary :all: --requirement requirements/scale.txt

# The gazetteer's sources are large and needed once: they stay in this stage.
FROM build AS gazetteer
COPY requirements/gazetteer.txt requirements/
RUN --mount=type=secret,id=pip_env --mount=type=secret,id=ca \
    set -a; [ ! -s /run/secrets/pip_env ] || . /run/secrets/pip_env; [ ! -s /run/secrets/ca ] || export PIP_CERT=/run/secrets/ca SSL_CERT_FILE=/run/secrets/ca REQUESTS_CA_BUNDLE=/run/secrets/ca; \
    /opt/venv/bin/pip install --require-hashes --requirement requirements/gazetteer.txt
COPY service service
RUN /opt/venv/bin/python -m service gazetteer build --output /gazetteer.sqlite

FROM build AS trimmed
# spaCy's own wheels carry symbols that nobody reads at run time: a hundred megabytes. binutils stays in this stage.
# hadolint ignore=DL3008
RUN --mount=type=secret,id=ca \
    set -eu; [ ! -s /run/secrets/ca ] || set -- -o Acquire::https::CAInfo=/run/secrets/ca; \
    apt-get "$@" update -qq; apt-get "$@" install --yes -qq --no-install-recommends binutils >/dev/null; \
    site=$(/opt/venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))'); \
    for part in spacy thinc blis preshed cymem srsly murmurhash; do \
      find "$site/$part" -name '*.so' -exec strip --strip-unneeded {} +; \
    done
COPY openapi.yaml ./
COPY service service
RUN set -eux; \
    site=$(/opt/venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))'); \
    cp -rL service "$site/service"; \
    printf '#!/opt/venv/bin/python\nfrom service.cli import main\nraise SystemExit(main())\n' > /opt/venv/bin/copydesk; \
    chmod 755 /opt/venv/bin/copydesk; \
    /opt/venv/bin/pip uninstall --yes --quiet pip; \
    find "$site" -type d -name tests -prune -exec rm -rf {} +; \
    find "$site" -type f \( -name '*.pyx' -o -name '*.pxd' -o -name '*.cpp' -o -name '*.hh' \) -delete; \
    rm -rf "$site"/onnxruntime/tools "$site"/onnxruntime/transformers "$site"/onnxruntime/quantization "$site"/onnxruntime/datasets; \
    find "$site/babel/locale-data" -name '*.dat' ! -name 'en*' ! -name root.dat -delete; \
    find "$site" -name '*.pyc' -delete; \
    python3 -m compileall -q -j 0 "$site"

FROM ${PYTHON_IMAGE}
ARG VERSION=0.1.0
LABEL org.opencontainers.image.title="Copydesk" \
      org.opencontainers.image.description="Events, quotes, figures, places, people, organizations and dates of a news article, as JSON" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}"
COPY --from=trimmed /opt/venv /opt/venv
COPY --from=gazetteer /gazetteer.sqlite /opt/copydesk/gazetteer.sqlite
COPY LICENSE NOTICE /opt/copydesk/
# Jobs: a volume that is mounted here gets this owner. What Debian lets run with other rights than its caller's does so no more.
RUN find / -xdev -perm /6000 -type f -exec chmod a-s {} + && install -d -o 10001 -g 10001 -m 700 /var/lib/copydesk
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    OMP_NUM_THREADS=1 \
    OPENBLAS_NUM_THREADS=1 \
    COPYDESK_HOST=0.0.0.0 \
    COPYDESK_LOG_FORMAT=json \
    COPYDESK_GAZETTEER=/opt/copydesk/gazetteer.sqlite
USER 10001:10001
WORKDIR /opt/copydesk
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s --retries=3 \
    CMD ["python3", "-c", "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + next(p for p in (os.environ.get('COPYDESK_OPS_PORT', '0'), os.environ.get('COPYDESK_PORT', '8000')) if p != '0') + '/health/ready', timeout=2)"]
CMD ["copydesk", "serve"]
