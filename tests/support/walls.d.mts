export type Forbidden = { alias: string; target: string; why: string; allowTypes?: boolean }
export type Wall = { name: string; files: string[]; except?: string[]; forbid: Forbidden[] }
export const walls: Wall[]
