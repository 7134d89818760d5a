/** An inline node. */
export type Inline =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'bold' | 'italic' | 'strike'; readonly children: readonly Inline[] }
  | { readonly is: 'code'; readonly text: string }
  | { readonly is: 'link'; readonly href: string; readonly label: string }
  | { readonly is: 'user' | 'channel' | 'usergroup'; readonly id: string; readonly label: string | undefined }
  | { readonly is: 'broadcast'; readonly range: string }
  | { readonly is: 'emoji'; readonly name: string; readonly glyph: string }
  | DateNode;

export interface DateNode {
  readonly is: 'date';
  readonly seconds: number;
  readonly format: string;
  readonly href: string | undefined;
  readonly fallback: string;
}

/** A block of lines. */
export type MrkdwnBlock =
  | { readonly is: 'lines'; readonly lines: readonly (readonly Inline[])[] }
  | { readonly is: 'quote'; readonly blocks: readonly MrkdwnBlock[] }
  | { readonly is: 'pre'; readonly text: string }
  | { readonly is: 'list'; readonly items: readonly { readonly mark: string; readonly children: readonly Inline[] }[] };
