package dev.vedette.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;

/**
 * One kept connection to a server on this machine, as cheap as a client can be: requests are bytes,
 * and of an answer no more is read than where it ends. One thread uses it.
 */
final class KeptConnection implements AutoCloseable {
  private static final int MAX_LINE = 8_192;
  private static final int PATIENCE_MILLIS = 20_000;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] line = new byte[MAX_LINE];
  private byte[] body = new byte[1 << 16];

  KeptConnection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new BufferedInputStream(socket.getInputStream(), 1 << 15);
    out = socket.getOutputStream();
  }

  /** A question as bytes. */
  static byte[] get(String path) {
    return "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".formatted(path).getBytes(ISO_8859_1);
  }

  /** A question with a body of JSON. */
  static byte[] post(String path, String json) {
    return ("POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            + "Content-Length: %d\r\n\r\n%s")
        .formatted(path, json.length(), json)
        .getBytes(ISO_8859_1);
  }

  /** Asks, and returns how long the body of the answer is, in bytes; it must be a 200. */
  int ask(byte[] request) throws IOException {
    out.write(request);
    String status = readLine();
    int length = -1;
    boolean chunked = false;
    for (String header = readLine(); !header.isEmpty(); header = readLine()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring(15).strip());
      } else if (lower.startsWith("transfer-encoding:")) {
        chunked = true;
      }
    }
    if (!status.startsWith("HTTP/1.1 200") || (length < 0 && !chunked)) {
      throw new IOException("the answer is " + status + ", " + length);
    }
    return chunked ? chunks() : read(length);
  }

  private int chunks() throws IOException {
    int all = 0;
    while (true) {
      int length = read(Integer.parseInt(readLine(), 16));
      String end = readLine();
      if (!end.isEmpty()) {
        throw new IOException("a chunk has no end");
      }
      if (length == 0) {
        return all;
      }
      all += length;
    }
  }

  private int read(int length) throws IOException {
    if (body.length < length) {
      body = new byte[length];
    }
    if (in.readNBytes(body, 0, length) < length) {
      throw new IOException("the answer ended early");
    }
    return length;
  }

  private String readLine() throws IOException {
    int length = 0;
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0 || length == MAX_LINE) {
        throw new IOException("the answer is not HTTP");
      }
      line[length++] = (byte) b;
    }
    return new String(line, 0, Math.max(0, length - 1), ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
