#pragma once

#include <QTextBrowser>

#include <optional>

namespace GenMirror
{

/// Two texts as one, word by word: what was removed is struck out, what was added is underlined, both
/// coloured.
class DifferenceView : public QTextBrowser
{
    Q_OBJECT
public:
    explicit DifferenceView(const QString &accessibleName, QWidget *parent = nullptr);

    /// No text: the object was not there.
    void setTexts(const std::optional<QByteArray> &before, const std::optional<QByteArray> &after);
    /// One text as it stands.
    void setText(const QByteArray &text);

protected:
    void changeEvent(QEvent *event) override;

private:
    void render();

    std::optional<QByteArray> m_before;
    std::optional<QByteArray> m_after;
    bool m_rendering = false;
};

} // namespace GenMirror
