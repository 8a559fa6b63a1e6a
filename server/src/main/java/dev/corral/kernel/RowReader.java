package dev.corral.kernel;

import java.sql.SQLException;

/** Makes a value of the current row. */
@FunctionalInterface
public interface RowReader<R> {

  /** Reads the row. */
  R read(Row row) throws SQLException;
}
