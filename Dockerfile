# Builds the server, and copies nothing but what it needs into the image. Nothing is fetched when it runs.
FROM node:22-alpine AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc tsconfig.json ./
RUN npm ci
COPY openapi openapi
COPY docs docs
COPY fixtures fixtures
COPY src src
RUN npm run build

FROM node:22-alpine
WORKDIR /sandkasten
COPY --from=build /build/package.json ./
COPY --from=build /build/openapi openapi
COPY --from=build /build/fixtures fixtures
COPY --from=build /build/dist dist
ENV NODE_ENV=production SANDKASTEN_HOST=0.0.0.0
USER node
EXPOSE 8451
HEALTHCHECK --interval=10s --timeout=4s --start-period=5s CMD ["node", "dist/cli.js", "health"]
ENTRYPOINT ["node", "dist/cli.js"]
