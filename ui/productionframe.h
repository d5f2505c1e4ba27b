#pragma once

#include <QFrame>

class QLabel;
class QVBoxLayout;

namespace GenMirror
{

/// Holds the window's centre; where the server is in production, with a coloured frame and a word on it.
class ProductionFrame : public QFrame
{
    Q_OBJECT
public:
    static constexpr int Width = 4; ///< Pixels.
    [[nodiscard]] static QColor colour();
    /// Makes a label the word that stands at a window's top; empty: hides it.
    static void paintAsWord(QLabel &label, const QString &word);

    explicit ProductionFrame(QWidget *parent = nullptr);

    void addWidget(QWidget *widget, int stretch = 0);
    /// Empty: no frame.
    void setProduction(const QString &name);

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QVBoxLayout *m_layout;
    QLabel *m_label;
};

} // namespace GenMirror
