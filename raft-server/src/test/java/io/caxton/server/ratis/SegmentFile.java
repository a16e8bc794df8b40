package io.caxton.server.ratis;

import com.google.protobuf.CodedOutputStream;
import io.caxton.v1.Command;
import io.caxton.v1.PutRouteRequest;
import io.caxton.v1.Record;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.StateMachineLogEntryProto;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;

/** Writes segment files in Ratis's format, to be damaged. */
final class SegmentFile {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final List<Integer> starts = new ArrayList<>();
  private long index;

  SegmentFile(long firstIndex) {
    bytes.writeBytes(SegmentBytes.HEADER);
    index = firstIndex;
  }

  /** An entry of about {@code size} bytes whose leader knew {@code commitIndex} to be committed. */
  SegmentFile record(int size, long commitIndex) throws IOException {
    Record record =
        TestCluster.record(index).toBuilder()
            .setCommitIndex(commitIndex)
            .addCommands(
                Command.newBuilder()
                    .setPutRoute(PutRouteRequest.newBuilder().setFleet("x".repeat(size))))
            .build();
    LogEntryProto entry =
        LogEntryProto.newBuilder()
            .setTerm(1)
            .setIndex(index++)
            .setStateMachineLogEntry(
                StateMachineLogEntryProto.newBuilder()
                    .setLogData(UnsafeByteOperations.unsafeWrap(record.toByteArray())))
            .build();
    byte[] body = entry.toByteArray();
    ByteBuffer frame =
        ByteBuffer.allocate(
            CodedOutputStream.computeUInt32SizeNoTag(body.length) + body.length + 4);
    CodedOutputStream out = CodedOutputStream.newInstance(frame);
    out.writeUInt32NoTag(body.length);
    out.writeRawBytes(body);
    out.flush();
    CRC32C checksum = new CRC32C();
    checksum.update(frame.array(), 0, frame.capacity() - 4);
    frame.putInt(frame.capacity() - 4, (int) checksum.getValue());
    starts.add(bytes.size());
    bytes.writeBytes(frame.array());
    return this;
  }

  /** Where the i-th record begins. */
  int start(int i) {
    return starts.get(i);
  }

  int end() {
    return bytes.size();
  }

  /** With the zeros of a file that is allocated ahead. */
  byte[] bytes() {
    return Arrays.copyOf(bytes.toByteArray(), bytes.size() + 4096);
  }

  static LogFiles write(Path current, long firstIndex, byte[] segment) throws IOException {
    Files.createDirectories(current);
    Files.write(current.resolve("log_inprogress_" + firstIndex), segment);
    return new LogFiles(current);
  }
}
