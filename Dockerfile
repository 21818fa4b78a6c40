# syntax=docker/dockerfile:1
# One image for api, worker and setup: the command says which. Debian, for the SDK's native core needs glibc (no Alpine).
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Install scripts of packages never run: the SDK's core and the compiler come prebuilt.
RUN npm ci --ignore-scripts
COPY . .
# The simulators are for laptops: in production one of them would answer instead of Meta or a bank.
RUN npm run build && rm -rf dist/sandbox

FROM ${NODE_IMAGE} AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts && npm cache clean --force

FROM ${NODE_IMAGE}
# The SDK's core verifies TLS against the system's certificates, which the slim image leaves out.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY package.json ./
COPY config/lines.json ./config/lines.json
COPY --from=build /app/dist ./dist

ARG BUILD_ID=local
# max-old-space-size is in MB: about 80 % of the container's memory limit, here for an api's 1 GB. Without it Node sizes its heap
# by the host and the container is killed where it should have collected garbage.
ENV NODE_ENV=production \
    NODE_OPTIONS=--max-old-space-size=800 \
    BUILD_ID=${BUILD_ID}

USER node
EXPOSE 3000 3001
# The api's by default; the worker's compose service asks its own port.
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=6 \
  CMD ["node", "dist/ops/healthcheck.js", "http://127.0.0.1:3000/readyz"]
CMD ["node", "dist/api/main.js"]
