import type { TableBlock as Block } from '@slack/types';
import type { JSX } from 'preact';
import { RichText } from './rich-text.js';

type Cell = Block['rows'][number][number];

/** A table block; the first row is the header. A wide table scrolls on its own. */
export function TableBlock({ block }: { readonly block: Block }): JSX.Element {
  const [head = [], ...rows] = block.rows;
  const columnClass = (column: number): string => {
    const settings = block.column_settings?.[column];
    return `${settings?.align ?? 'left'}${settings?.is_wrapped === true ? ' wrapped' : ''}`;
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be focusable.
    <section class="table-scroll" tabIndex={0} aria-label={head.map(textOf).join(', ')}>
      <table class="table-block">
        <thead>
          <tr>
            {head.map((cell, column) => (
              <th key={column} scope="col" class={columnClass(column)}>
                <CellText cell={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column} class={columnClass(column)}>
                  <CellText cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function CellText({ cell }: { readonly cell: Cell }): JSX.Element {
  if (cell.type === 'rich_text') return <RichText elements={cell.elements} />;
  return <bdi>{textOf(cell)}</bdi>;
}

function textOf(cell: Cell): string {
  return 'text' in cell ? cell.text : '';
}
