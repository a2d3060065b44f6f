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
    for (String header = readLine(); !header.isEmpty(); header = readLine()) {
      if (header.length() > 15 && header.regionMatches(true, 0, "content-length:", 0, 15)) {
        length = Integer.parseInt(header.substring(15).strip());
      }
    }
    if (!status.startsWith("HTTP/1.1 200") || length < 0) {
      throw new IOException("the answer is " + status.toLowerCase(Locale.ROOT) + ", " + length);
    }
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
