/** A row that could not be taken. */
export interface Fault {
  readonly table: string;
  readonly id: string;
  /** The reason of Corral, or one of the import in lower case. */
  readonly reason: string;
  readonly text: string;
}

/** What the import itself finds wrong with a row. */
export class Unfit extends Error {
  constructor(
    readonly reason: string,
    text: string,
  ) {
    super(text);
  }
}

/** What became of each row. */
export class Report {
  /** How many rows of a table are in Corral now, whether this run or an earlier one brought them. */
  readonly taken: Record<string, number> = {};
  /** How many were left where they are, by why: history, which Corral does not take. */
  readonly left: Record<string, number> = {};
  readonly faults: Fault[] = [];
  /** The ids that Corral gave to rows whose own it does not take, by table and id. */
  readonly ids: Record<string, string> = {};

  took(table: string, id: string, newId?: string): void {
    this.taken[table] = (this.taken[table] ?? 0) + 1;
    if (newId !== undefined) {
      this.ids[`${table}/${id}`] = newId;
    }
  }

  leave(why: string): void {
    this.left[why] = (this.left[why] ?? 0) + 1;
  }

  fault(fault: Fault): void {
    this.faults.push(fault);
  }

  /** For people. */
  toString(): string {
    const lines = [
      ...Object.entries(this.taken).map(([table, n]) => `${table}: ${n} rows are in Corral`),
      ...Object.entries(this.left).map(([why, n]) => `left where they are: ${n} ${why}`),
      ...this.faults.map(({ table, id, reason, text }) => `NOT TAKEN ${table} ${id}: ${reason}: ${text}`),
    ];
    return `${lines.join("\n")}\n${this.faults.length} rows could not be taken`;
  }
}
