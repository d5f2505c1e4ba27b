<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>GenMirror::Administration</name>
    <message numerus="yes">
        <source>The backup is partial: %Ln tree(s) could not be copied. The first is %1: %2</source>
        <translation>
            <numerusform>The backup is partial: %Ln tree could not be copied. The first is %1: %2</numerusform>
            <numerusform>The backup is partial: %Ln trees could not be copied. The first is %1: %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GenMirror::CompactDialog</name>
    <message numerus="yes">
        <source>%Ln removal(s) would be dropped.</source>
        <translation>
            <numerusform>%Ln removal would be dropped.</numerusform>
            <numerusform>%Ln removals would be dropped.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln known client(s) would have to reload, and fetch %1 in all:</source>
        <translation>
            <numerusform>%Ln known client would have to reload, and fetch %1:</numerusform>
            <numerusform>%Ln known clients would have to reload, and fetch %1 in all:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GenMirror::ConnectCard</name>
    <message numerus="yes">
        <source>The first %Ln tree(s)</source>
        <translation>
            <numerusform>The first %Ln tree</numerusform>
            <numerusform>The first %Ln trees</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln tree(s)</source>
        <translation>
            <numerusform>%Ln tree</numerusform>
            <numerusform>%Ln trees</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln object(s)</source>
        <translation>
            <numerusform>%Ln object</numerusform>
            <numerusform>%Ln objects</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Mirror %Ln tree(s)</source>
        <translation>
            <numerusform>Mirror %Ln tree</numerusform>
            <numerusform>Mirror %Ln trees</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GenMirror::Desktop</name>
    <message numerus="yes">
        <source>%Ln object(s) exported.</source>
        <translation>
            <numerusform>%Ln object exported.</numerusform>
            <numerusform>%Ln objects exported.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>At most %Ln object(s) can be changed at once.</source>
        <translation>
            <numerusform>At most %Ln object can be changed at once.</numerusform>
            <numerusform>At most %Ln objects can be changed at once.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Edit %Ln object(s)</source>
        <translation>
            <numerusform>Edit %Ln object</numerusform>
            <numerusform>Edit %Ln objects</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Remove %Ln object(s) from the server?</source>
        <translation>
            <numerusform>Remove %Ln object from the server?</numerusform>
            <numerusform>Remove %Ln objects from the server?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln connection(s) imported.</source>
        <translation>
            <numerusform>%Ln connection imported.</numerusform>
            <numerusform>%Ln connections imported.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln object(s), generation %1</source>
        <translation>
            <numerusform>%Ln object, generation %1</numerusform>
            <numerusform>%Ln objects, generation %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln object(s) were added on the server.</source>
        <translation>
            <numerusform>%Ln object was added on the server.</numerusform>
            <numerusform>%Ln objects were added on the server.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln object(s) were changed on the server.</source>
        <translation>
            <numerusform>%Ln object was changed on the server.</numerusform>
            <numerusform>%Ln objects were changed on the server.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln object(s) were removed from the server.</source>
        <translation>
            <numerusform>%Ln object was removed from the server.</numerusform>
            <numerusform>%Ln objects were removed from the server.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GenMirror::DifferenceModel</name>
    <message numerus="yes">
        <source>%Ln object(s)</source>
        <translation>
            <numerusform>%Ln object</numerusform>
            <numerusform>%Ln objects</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GenMirror::DifferencesPage</name>
    <message numerus="yes">
        <source>%Ln set(s)</source>
        <translation>
            <numerusform>%Ln set</numerusform>
            <numerusform>%Ln sets</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GenMirror::EditDialog</name>
    <message numerus="yes">
        <source>✓ Valid: %Ln object(s).</source>
        <translation>
            <numerusform>✓ Valid: %Ln object.</numerusform>
            <numerusform>✓ Valid: %Ln objects.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GenMirror::HistoryModel</name>
    <message numerus="yes">
        <source>… and %Ln more set(s)</source>
        <translation>
            <numerusform>… and %Ln more set</numerusform>
            <numerusform>… and %Ln more sets</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GenMirror::HistoryPanel</name>
    <message numerus="yes">
        <source>%Ln update(s), back to generation %1; remembering them takes %2.</source>
        <translation>
            <numerusform>%Ln update, back to generation %1; remembering it takes %2.</numerusform>
            <numerusform>%Ln updates, back to generation %1; remembering them takes %2.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GenMirror::ImportDialog</name>
    <message numerus="yes">
        <source>%Ln connection(s) chosen.</source>
        <translation>
            <numerusform>%Ln connection chosen.</numerusform>
            <numerusform>%Ln connections chosen.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GenMirror::ObjectsPanel</name>
    <message numerus="yes">
        <source>%Ln match(es)</source>
        <translation>
            <numerusform>%Ln match</numerusform>
            <numerusform>%Ln matches</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln object(s)</source>
        <translation>
            <numerusform>%Ln object</numerusform>
            <numerusform>%Ln objects</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln object(s), perhaps not all</source>
        <translation>
            <numerusform>%Ln object, perhaps not all</numerusform>
            <numerusform>%Ln objects, perhaps not all</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GenMirror::StatusLine</name>
    <message numerus="yes">
        <source>%Ln object(s)</source>
        <translation>
            <numerusform>%Ln object</numerusform>
            <numerusform>%Ln objects</numerusform>
        </translation>
    </message>
</context>
</TS>
