import type { SqlPiece } from '../../../../kernel/db/sql.ts'
import * as attendance from './attendance.sql.ts'
import * as classes from './classes.sql.ts'
import * as money from './money.sql.ts'
import * as persons from './persons.sql.ts'
import type { Ask } from './pieces.sql.ts'

/** The statement of each check, by id. */
export const STATEMENTS: { readonly [id: string]: (a: Ask) => SqlPiece } = {
  C01: persons.c01,
  C02: persons.c02,
  C03: persons.c03,
  C04: persons.c04,
  C05: persons.c05,
  C06: persons.c06,
  C07: attendance.c07,
  C08: persons.c08,
  C09: attendance.c09,
  C10: persons.c10,
  C11: attendance.c11,
  C12: attendance.c12,
  C13: classes.c13,
  C14: classes.c14,
  C15: classes.c15,
  C16: classes.c16,
  C17: persons.c17,
  C18: persons.c18,
  C19: money.c19,
  C20: classes.c20,
  C21: classes.c21,
  C22: classes.c22,
  C23: classes.c23,
  C24: classes.c24,
  C25: persons.c25,
  C26: persons.c26,
  C27: classes.c27,
  C28: classes.c28,
  C29: money.c29,
  C30: money.c30,
}
