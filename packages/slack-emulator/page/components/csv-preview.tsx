import type { JSX } from 'preact';
import { useFileText } from '../hooks/use-file-text.js';
import { usePage } from '../page-context.js';
import { previewRows } from '../state/csv.js';

const maxRows = 8;

/** The first rows of a CSV file. A wide table scrolls on its own. */
export function CsvPreview({ src, title }: { readonly src: string; readonly title: string }): JSX.Element | null {
  const { texts } = usePage();
  const text = useFileText(src);
  if (text === undefined) return null;
  const { head, rows, more } = previewRows(text, maxRows);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be focusable. */}
      <section class="table-scroll sheet" tabIndex={0} aria-label={title}>
        <table class="table-block">
          <thead>
            <tr>
              {head.map((cell, column) => (
                <th key={column} scope="col">
                  <bdi>{cell}</bdi>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={index}>
                {row.map((cell, column) => (
                  <td key={column}>
                    <bdi>{cell}</bdi>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {more > 0 && <p class="file-size">{texts.moreRows(more)}</p>}
    </>
  );
}
