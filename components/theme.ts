/** Light or dark: what the visitor chose, or what their system says. */
export const THEMES = ["system", "light", "dark"] as const;
export type Theme = typeof THEMES[number];
