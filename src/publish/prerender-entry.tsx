/** What `passerelle build` bundles into dist/prerender/, because Node runs no .tsx: the app's own components as a function. */
export { renderStaticPage } from "../ui/static-page.tsx";
