/** Text with the passwords of URLs and of `password=` pairs taken out. */
export function withoutPasswords(text: string): string {
  return text
    .replace(/(:\/\/[^\s/:@]*):[^\s/]*@/g, "$1:***@")
    .replace(/(password["']?\s*[=:]\s*)('[^']*'|"[^"]*"|[^\s&,;]+)/gi, "$1***");
}
