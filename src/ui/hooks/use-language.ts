import { useContext } from "preact/hooks";
import { useLocation } from "preact-iso";
import { parseAddress } from "../../core/address.ts";
import { ReadingContext } from "../reading.tsx";

/** The reader's language: of the place being read, else of the address (screens of the device stand outside a place). */
export function useLanguage(): string {
  const reading = useContext(ReadingContext);
  const { path } = useLocation();
  if (reading) return reading.language;
  const address = parseAddress(path);
  return "language" in address ? address.language : "en";
}
