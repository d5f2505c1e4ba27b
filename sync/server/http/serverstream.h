// Internal to sync/server/http: includes Beast and OpenSSL.
#pragma once

#include <boost/asio/async_result.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/tcp_stream.hpp>

#include <memory>
#include <optional>

namespace GenMirror
{

/// A connection's bytes, with TLS or without: one type for both, so that what reads and writes HTTP is
/// compiled once.
class ServerStream
{
public:
    using Tls = boost::asio::ssl::stream<boost::beast::tcp_stream &>;
    using executor_type = boost::beast::tcp_stream::executor_type;

    /// `context` null: without TLS.
    ServerStream(boost::asio::ip::tcp::socket socket, std::shared_ptr<boost::asio::ssl::context> context)
        : m_tcp(std::move(socket))
        , m_context(std::move(context))
    {
        if (m_context)
            m_tls.emplace(m_tcp, *m_context);
    }

    [[nodiscard]] bool isSecure() const { return m_tls.has_value(); }
    [[nodiscard]] Tls &tls() { return *m_tls; }
    [[nodiscard]] executor_type get_executor() noexcept { return m_tcp.get_executor(); }
    [[nodiscard]] boost::asio::ip::tcp::socket &socket() { return m_tcp.socket(); }
    /// Beneath TLS.
    [[nodiscard]] boost::beast::tcp_stream &plain() { return m_tcp; }
    void expires_after(std::chrono::nanoseconds time) { m_tcp.expires_after(time); }
    void expires_never() { m_tcp.expires_never(); }
    void cancel() { m_tcp.cancel(); }

    template <typename Buffers, typename Token>
    auto async_read_some(const Buffers &buffers, Token &&token)
    {
        return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
            [this](auto handler, const Buffers &into) {
                if (m_tls)
                    m_tls->async_read_some(into, std::move(handler));
                else
                    m_tcp.async_read_some(into, std::move(handler));
            },
            token, buffers);
    }
    template <typename Buffers, typename Token>
    auto async_write_some(const Buffers &buffers, Token &&token)
    {
        return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
            [this](auto handler, const Buffers &from) {
                if (m_tls)
                    m_tls->async_write_some(from, std::move(handler));
                else
                    m_tcp.async_write_some(from, std::move(handler));
            },
            token, buffers);
    }

private:
    boost::beast::tcp_stream m_tcp;
    std::shared_ptr<boost::asio::ssl::context> m_context; ///< Lives as long as its connections.
    std::optional<Tls> m_tls;
};

} // namespace GenMirror
