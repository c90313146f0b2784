FROM python:3.11-slim-bookworm

# Pango for WeasyPrint, pg_dump and psql for backup and restore.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 postgresql-client \
    && rm -rf /var/lib/apt/lists/*

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DATA_DIR=/data \
    STATIC_ROOT=/app/staticfiles \
    WEB_HOST=0.0.0.0

WORKDIR /app
COPY requirements/run.txt requirements/run.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/run.txt

COPY . .
# The static files do not depend on any secret; DEBUG would choose unhashed names, so a key for this step alone.
RUN python -m compileall -q . \
    && SECRET_KEY=only-for-collectstatic python manage.py collectstatic --noinput \
    && groupadd --gid 10001 ntm \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin ntm \
    && mkdir -p /data && chown ntm:ntm /data

USER ntm
VOLUME /data
EXPOSE 8000
CMD ["python", "manage.py", "start", "web"]
