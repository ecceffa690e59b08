const rightToLeft = new Set(["ar", "fa", "ur", "ps", "he", "dv", "ckb", "sd", "ug", "yi"]);

/** Writing direction of a language tag. */
export const directionOf = (language: string): "ltr" | "rtl" => {
  const [primary = "", ...rest] = language.split("-");
  if (rest.includes("Arab") || rest.includes("Hebr")) return "rtl";
  return rightToLeft.has(primary) && !rest.includes("Latn") && !rest.includes("Cyrl") ? "rtl" : "ltr";
};
