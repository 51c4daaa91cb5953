/** Rows of cells, the first of them the heading. */
export type Table = readonly (readonly string[])[];

/** Prints a table with aligned columns: the first to the left, the others to the right. */
export function printTable(table: Table): void {
  const columns = (table[0] as readonly string[]).keys();
  const widths = Array.from(columns, (column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  for (const row of table) {
    const cells = row.map((cell, column) => {
      const width = widths[column] as number;
      return column === 0 ? cell.padEnd(width) : cell.padStart(width);
    });
    console.log(cells.join('  '));
  }
  console.log();
}

/** Prints a table as Markdown, as prettier would have it. */
export function printMarkdown(table: Table): void {
  const [heading = [], ...rows] = table;
  const widths = heading.map((_, column) => Math.max(3, ...table.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] as number)).join(' | ')} |`;
  console.log([line(heading), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n'));
}
