#pragma once

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QTimer;
class QTreeWidget;

namespace GenMirror
{

class PlainChoice;

/// How much a compaction keeps, as a person chose it.
struct CompactionChoice {
    enum class By { Number, Age, Generation } by = By::Number;
    qint64 value = 0; ///< Removals, days or a generation.
    QByteArray set;   ///< Its path as JSON; empty: all sets.
    QString reason;

    friend bool operator==(const CompactionChoice &, const CompactionChoice &) = default;
};

/// What a compaction would do.
struct CompactionPreview {
    struct Client {
        QString name;
        QString generation;
        QString bytes;
        QString lastSeen;
        QString address;
        bool certain = true;

        friend bool operator==(const Client &, const Client &) = default;
    };
    qint64 dropped = 0;
    qint64 sets = 0;
    QString bytes; ///< That all those clients would fetch.
    QList<Client> clients;

    friend bool operator==(const CompactionPreview &, const CompactionPreview &) = default;
};

/// Asks how much to keep, and shows what that means before anything happens, as it is by now.
class CompactDialog : public QDialog
{
    Q_OBJECT
public:
    /// `sets`: names, and paths as JSON; `generation`: where the tree is.
    CompactDialog(const QString &tree, const QList<std::pair<QString, QByteArray>> &sets, qint64 generation,
                  QWidget *parent = nullptr);

    [[nodiscard]] CompactionChoice choice() const;
    /// Of a choice; if that is not the present one any more, it is dropped.
    void setPreview(const CompactionChoice &choice, const CompactionPreview &preview);
    void setProblem(const QString &problem);

Q_SIGNALS:
    void previewRequested(const GenMirror::CompactionChoice &choice);

private:
    void changed();
    void showClients(const QList<CompactionPreview::Client> &clients);

    QComboBox *m_by;
    QSpinBox *m_value;
    PlainChoice *m_set;
    QLineEdit *m_reason;
    QLabel *m_summary;
    QTreeWidget *m_clients;
    QPushButton *m_compact;
    QTimer *m_rest;
    QTimer *m_again; ///< What is shown is of some moment: it is looked at again.
    qint64 m_generation;
    QList<CompactionPreview::Client> m_shown;
};

} // namespace GenMirror
