# Builds the server, and copies nothing but what it needs into the image. Nothing is fetched when it runs.
# An own registry: docker build --build-arg NODE_IMAGE=registry.example/node:24-alpine .
ARG NODE_IMAGE=node:24-alpine

# What is built runs everywhere, so an image for another processor is not built in an emulator.
FROM --platform=$BUILDPLATFORM ${NODE_IMAGE} AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc tsconfig.json ./
RUN npm ci
COPY openapi openapi
COPY docs docs
COPY fixtures fixtures
COPY src src
RUN npm run build && rm -r dist/types

FROM ${NODE_IMAGE}
LABEL org.opencontainers.image.title="Sandkasten" \
  org.opencontainers.image.description="Sandbox server for the APIs of BANKSapi, Europace and ING" \
  org.opencontainers.image.version="1.0.0" \
  org.opencontainers.image.licenses="MIT"
# The place for SANDKASTEN_DATA_DIR; everything else can be read-only.
RUN mkdir /data && chown 1000:1000 /data
VOLUME /data
WORKDIR /sandkasten
COPY --from=build /build/package.json ./
COPY LICENSE ./
COPY --from=build /build/openapi openapi
COPY --from=build /build/fixtures fixtures
COPY --from=build /build/dist dist
ENV NODE_ENV=production SANDKASTEN_HOST=0.0.0.0
# The user node, as a number: Kubernetes takes no name for runAsNonRoot.
USER 1000:1000
EXPOSE 8451 8452
HEALTHCHECK --interval=10s --timeout=4s --start-period=5s CMD ["node", "dist/cli.js", "health"]
ENTRYPOINT ["node", "dist/cli.js"]
