package io.caxton.client.cli;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a moment with its offset, such as 2026-12-24T18:00:00Z; as milliseconds since 1970. */
final class WallConverter implements ITypeConverter<Long> {
  @Override
  public Long convert(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeException e) {
      throw new TypeConversionException(
          "'"
              + text
              + "' is no moment: write date, time and offset, such as 2026-12-24T18:00:00Z or"
              + " 2026-12-24T18:00:00+01:00");
    }
  }
}
