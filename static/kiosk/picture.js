/// An SVG of the server's as the source of an image.
export const picture = (svg) => `data:image/svg+xml,${encodeURIComponent(svg)}`;
