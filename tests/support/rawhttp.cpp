#include "tests/support/rawhttp.h"

#include <QHostAddress>

#include <zlib.h>

namespace GenMirror::Test
{

namespace
{

QByteArray unpacked(const QByteArray &packed)
{
    constexpr int gzipWindow = 15 + 16;
    z_stream stream{};
    if (inflateInit2(&stream, gzipWindow) != Z_OK)
        return {};
    QByteArray plain;
    QByteArray buffer(65536, Qt::Uninitialized);
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(packed.constData()));
    stream.avail_in = uInt(packed.size());
    int result = Z_OK;
    while (result == Z_OK) {
        stream.next_out = reinterpret_cast<Bytef *>(buffer.data());
        stream.avail_out = uInt(buffer.size());
        result = inflate(&stream, Z_NO_FLUSH);
        plain.append(buffer.constData(), buffer.size() - qsizetype(stream.avail_out));
    }
    inflateEnd(&stream);
    return result == Z_STREAM_END ? plain : QByteArray();
}

} // namespace

RawAnswer RawHttp::request(const QByteArray &method, const QByteArray &target, const QByteArray &body,
                           const QByteArrayList &headers)
{
    send(method, target, body, headers);
    return receive();
}

void RawHttp::send(const QByteArray &method, const QByteArray &target, const QByteArray &body,
                   const QByteArrayList &headers)
{
    if (m_socket.state() != QAbstractSocket::ConnectedState) {
        m_socket.abort();
        m_socket.connectToHost(QHostAddress(QHostAddress::LocalHost), m_port);
        if (!m_socket.waitForConnected())
            return;
    }
    QByteArray message = method + ' ' + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
    for (const QByteArray &line : headers)
        message += line + "\r\n";
    if (!body.isEmpty() || method == "PUT" || method == "POST")
        message += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    m_socket.write(message + "\r\n" + body);
    while (m_socket.bytesToWrite() > 0 && m_socket.waitForBytesWritten()) {
    }
}

RawAnswer RawHttp::receive(int milliseconds)
{
    m_milliseconds = milliseconds;
    RawAnswer answer;
    QByteArray line;
    if (!readLine(line))
        return {};
    const int status = line.split(' ').value(1).toInt();
    while (readLine(line) && !line.isEmpty()) {
        const qsizetype colon = line.indexOf(':');
        answer.headers.insert(line.left(colon).toLower(), line.mid(colon + 1).trimmed());
    }
    bool whole = true;
    if (answer.headers.value("transfer-encoding") == "chunked")
        whole = readChunks(answer.body);
    else if (status != 204 && status != 304)
        whole = readBytes(answer.headers.value("content-length").toLongLong(), answer.body);
    answer.compressed = answer.headers.value("content-encoding") == "gzip";
    if (answer.compressed)
        answer.body = unpacked(answer.body);
    if (answer.headers.value("connection").toLower() == "close")
        m_socket.abort();
    answer.status = whole ? status : 0;
    return answer;
}

bool RawHttp::hasAnswer(int milliseconds)
{
    return m_socket.bytesAvailable() > 0 || m_socket.waitForReadyRead(milliseconds);
}

bool RawHttp::more()
{
    return m_socket.state() == QAbstractSocket::ConnectedState && m_socket.waitForReadyRead(m_milliseconds);
}

bool RawHttp::readLine(QByteArray &line)
{
    while (!m_socket.canReadLine()) {
        if (!more() && !m_socket.canReadLine())
            return false;
    }
    line = m_socket.readLine().trimmed();
    return true;
}

bool RawHttp::readBytes(qsizetype count, QByteArray &bytes)
{
    while (m_socket.bytesAvailable() < count) {
        if (!more() && m_socket.bytesAvailable() < count)
            return false;
    }
    bytes += m_socket.read(count);
    return true;
}

bool RawHttp::readChunks(QByteArray &bytes)
{
    while (true) {
        QByteArray line;
        if (!readLine(line))
            return false;
        bool ok = false;
        const qsizetype size = line.split(';').first().toLongLong(&ok, 16);
        if (!ok || (size > 0 && !readBytes(size, bytes)) || !readLine(line))
            return false;
        if (size == 0)
            return true;
    }
}

} // namespace GenMirror::Test
