import { Table, type TableProps } from 'antd'

/** A table without links or buttons in it: its box can be reached and scrolled by keyboard. */
export function WideTable<T extends object>({ label, ...table }: TableProps<T> & { label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section className="table-scroll" tabIndex={0} aria-label={label}>
      <Table<T> {...table} />
    </section>
  )
}
