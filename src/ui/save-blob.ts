const endings: Readonly<Record<string, string>> = {
  "application/json": "json",
  "application/zip": "zip",
  "text/html": "html",
  "text/plain": "txt",
  "application/jose": "jws",
};

/** Hands a file to the browser to be saved on this device; its ending follows from the media type. */
export function saveBlob({ blob, name }: { blob: Blob; name: string }): void {
  const [mediaType = ""] = blob.type.split(";");
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = `${name}.${endings[mediaType] ?? "bin"}`;
  document.body.append(link);
  link.click();
  link.remove();
  // Safari reads the file after the click has ended.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
