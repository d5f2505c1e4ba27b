#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace GenMirror
{

class ConnectCard;
class SampleCard;

/// What a person sees as long as there is no mirror, and when one is to be added: connect, or see it live.
class StartPage : public QWidget
{
    Q_OBJECT
public:
    explicit StartPage(QWidget *parent = nullptr);

    [[nodiscard]] ConnectCard &connectCard() { return *m_connect; }
    [[nodiscard]] SampleCard &sampleCard() { return *m_sample; }
    /// Whether there is something to go back to.
    void setLeavable(bool isLeavable);
    void focusAddress();

Q_SIGNALS:
    void linkRequested();
    void importRequested();
    void otherKindRequested();
    void left();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QPushButton *addFootLink(const QString &text, void (StartPage::*signal)());

    QLabel *m_title;
    ConnectCard *m_connect;
    SampleCard *m_sample;
    QWidget *m_foot;
    QPushButton *m_back;
};

} // namespace GenMirror
