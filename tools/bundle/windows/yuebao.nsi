; The installer for Windows, by NSIS 3, which makes it on any system; run by `python -m tools.bundle exe`, which says
; where things are. For one person, without an administrator. The program is in one folder, which is replaced as a
; whole: an installation that is cut off leaves the former version as it was. Nothing of the reader's is in it.
Unicode true
Target amd64-unicode
!ifdef QUICK
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 64
!endif
RequestExecutionLevel user
ManifestDPIAware true
ManifestLongPathAware true
!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include WinVer.nsh

!define PROGRAM "$INSTDIR\program"
!define CLASSES "Software\Classes"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Yuebao"

Name "阅报"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\Yuebao"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
BrandingText "阅报 ${VERSION}"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "${PROGRAM}\yuebao.exe"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE SimpChinese
!insertmacro MUI_LANGUAGE English

LangString Old ${LANG_SIMPCHINESE} "阅报要 Windows 10 或更新的系统（64 位）。"
LangString Old ${LANG_ENGLISH} "Yuebao needs Windows 10 or later, 64 bits."
LangString IsOpen ${LANG_SIMPCHINESE} "阅报还开着。请先关上它的窗口，再按“重试”。"
LangString IsOpen ${LANG_ENGLISH} "Yuebao is open. Close its windows, then press Retry."
LangString NotWritten ${LANG_SIMPCHINESE} "没有装成：文件写不进去，磁盘可能满了。原来的版本没有动。"
LangString NotWritten ${LANG_ENGLISH} "Not installed: files can't be written, the disk may be full. The former version is as it was."
LangString Kept ${LANG_SIMPCHINESE} "您的报纸、批注和设置都没有动。"
LangString Kept ${LANG_ENGLISH} "Your papers, notes and settings are where they were."
LangString Library ${LANG_SIMPCHINESE} "阅报资料包"
LangString Library ${LANG_ENGLISH} "Yuebao library"
LangString Room ${LANG_SIMPCHINESE} "阅报阅览室"
LangString Room ${LANG_ENGLISH} "Yuebao reading room"
LangString Evidence ${LANG_SIMPCHINESE} "阅报的证据"
LangString Evidence ${LANG_ENGLISH} "Yuebao evidence"

VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=${LANG_ENGLISH} ProductName "Yuebao"
VIAddVersionKey /LANG=${LANG_ENGLISH} ProductVersion "${VERSION}"
VIAddVersionKey /LANG=${LANG_ENGLISH} FileVersion "${VERSION}"
VIAddVersionKey /LANG=${LANG_ENGLISH} FileDescription "Yuebao, a reader for newspaper archives"
VIAddVersionKey /LANG=${LANG_ENGLISH} LegalCopyright "MIT"

!macro AWAIT_CLOSED UN
  ; A program that runs can't be opened to be written to.
  Function ${UN}AwaitClosed
    again:
    ClearErrors
    ${If} ${FileExists} "${PROGRAM}\yuebao.exe"
      FileOpen $0 "${PROGRAM}\yuebao.exe" a
      FileClose $0
    ${EndIf}
    ${If} ${FileExists} "${PROGRAM}\reader.exe"
      FileOpen $0 "${PROGRAM}\reader.exe" a
      FileClose $0
    ${EndIf}
    ${If} ${Errors}
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(IsOpen)" /SD IDCANCEL IDRETRY again
      SetErrorLevel 1
      Quit
    ${EndIf}
  FunctionEnd
!macroend
!insertmacro AWAIT_CLOSED ""
!insertmacro AWAIT_CLOSED "un."

; The person's PATH may be longer than any string here, so it is changed where it lies, by Windows' own functions.
; ReadPath leaves in $1 the key, in $2 its kind, in $4 the address of ";" PATH ";", in $5 that of ";PROGRAM;" in it or 0.
!define PERSON -2147483647
!macro PATH_OF_PERSON UN
  Function ${UN}ReadPath
    StrCpy $1 0
    StrCpy $4 0
    System::Call 'advapi32::RegOpenKeyExW(p ${PERSON}, w "Environment", i 0, i 0x2001F, *p .r1) i .r0'
    ${If} $0 <> 0
      Return
    ${EndIf}
    System::Call 'advapi32::RegQueryValueExW(p r1, w "Path", p 0, *i .r2, p 0, *i .r3) i .r0'
    ${If} $0 = 2 ; there is none
      StrCpy $2 2 ; a text with %NAMES%
      StrCpy $3 0
    ${ElseIf} $0 <> 0
      Return
    ${EndIf}
    IntOp $0 $3 + 8192
    System::Alloc $0
    Pop $4
    System::Call 'kernel32::lstrcpyW(p r4, w ";")'
    ${If} $3 > 2 ; more than the end of a text
      IntPtrOp $5 $4 + 2
      System::Call 'advapi32::RegQueryValueExW(p r1, w "Path", p 0, p 0, p r5, *i r3r3) i .r0'
      System::Call 'kernel32::lstrcatW(p r4, w ";")'
    ${EndIf}
    System::Call 'shlwapi::StrStrIW(p r4, w ";${PROGRAM};") p .r5'
  FunctionEnd

  ; Write what lies behind the first ";" of $4.
  Function ${UN}WritePath
    IntPtrOp $4 $4 + 2
    System::Call 'kernel32::lstrlenW(p r4) i .r3'
    ${If} $3 = 0
      System::Call 'advapi32::RegDeleteValueW(p r1, w "Path")'
    ${Else}
      IntOp $3 $3 + 1
      IntOp $3 $3 * 2
      System::Call 'advapi32::RegSetValueExW(p r1, w "Path", i 0, i r2, p r4, i r3)'
    ${EndIf}
    IntPtrOp $4 $4 - 2
    SendMessage 0xFFFF 0x1A 0 "STR:Environment" /TIMEOUT=5000 ; to all windows: settings have changed
  FunctionEnd

  Function ${UN}ClosePath
    ${If} $4 P<> 0
      System::Free $4
    ${EndIf}
    ${If} $1 P<> 0
      System::Call 'advapi32::RegCloseKey(p r1)'
    ${EndIf}
  FunctionEnd
!macroend
!insertmacro PATH_OF_PERSON ""
!insertmacro PATH_OF_PERSON "un."

Function PutOnPath
  Call ReadPath
  ${If} $4 P<> 0
  ${AndIf} $5 P= 0
    System::Call 'kernel32::lstrcatW(p r4, w "${PROGRAM}")'
    Call WritePath
  ${EndIf}
  Call ClosePath
FunctionEnd

Function un.TakeFromPath
  Call un.ReadPath
  ${If} $4 P<> 0
  ${AndIf} $5 P<> 0
    StrLen $0 ";${PROGRAM}"
    IntOp $0 $0 * 2
    IntPtrOp $6 $5 + $0
    System::Call 'kernel32::lstrlenW(p r6) i .r0'
    IntOp $0 $0 + 1
    IntOp $0 $0 * 2
    System::Call 'kernel32::RtlMoveMemory(p r5, p r6, p r0)'
    ; the ";" at the end, which ReadPath has put there
    System::Call 'kernel32::lstrlenW(p r4) i .r0'
    ${If} $0 > 1
      IntOp $0 $0 - 1
      IntOp $0 $0 * 2
      IntPtrOp $6 $4 + $0
      System::Call '*$6(&i2 0)'
    ${EndIf}
    Call un.WritePath
  ${EndIf}
  Call un.ClosePath
FunctionEnd

!macro OPENS CLASS WORDS
  WriteRegStr HKCU "${CLASSES}\${CLASS}" "" "${WORDS}"
  WriteRegStr HKCU "${CLASSES}\${CLASS}\DefaultIcon" "" '"${PROGRAM}\yuebao.exe",0'
  WriteRegStr HKCU "${CLASSES}\${CLASS}\shell\open\command" "" '"${PROGRAM}\yuebao.exe" "%1"'
!macroend

!macro OPENS_FILES ENDING CLASS WORDS
  !insertmacro OPENS "${CLASS}" "${WORDS}"
  WriteRegStr HKCU "${CLASSES}\${ENDING}" "" "${CLASS}"
  WriteRegStr HKCU "${CLASSES}\${ENDING}\OpenWithProgids" "${CLASS}" ""
!macroend

!macro OPENS_FILES_NO_MORE ENDING CLASS
  ReadRegStr $0 HKCU "${CLASSES}\${ENDING}" ""
  ${If} $0 == "${CLASS}"
    DeleteRegValue HKCU "${CLASSES}\${ENDING}" ""
  ${EndIf}
  DeleteRegValue HKCU "${CLASSES}\${ENDING}\OpenWithProgids" "${CLASS}"
  DeleteRegKey /ifempty HKCU "${CLASSES}\${ENDING}\OpenWithProgids"
  DeleteRegKey /ifempty HKCU "${CLASSES}\${ENDING}"
  DeleteRegKey HKCU "${CLASSES}\${CLASS}"
!macroend

Function .onInit
  ${IfNot} ${AtLeastWin10}
    MessageBox MB_ICONSTOP "$(Old)" /SD IDOK
    SetErrorLevel 1
    Quit
  ${EndIf}
FunctionEnd

Section
  SetShellVarContext current
  Call AwaitClosed
  RMDir /r "$INSTDIR\new"
  ClearErrors
  SetOutPath "$INSTDIR\new"
  File /r "${BUNDLE}/*"
  SetOutPath "$INSTDIR"
  ${IfNot} ${Errors}
  ${AndIf} ${FileExists} "${PROGRAM}\*.*"
    RMDir /r "$INSTDIR\before"
    Rename "${PROGRAM}" "$INSTDIR\before"
  ${EndIf}
  ${IfNot} ${Errors}
    Rename "$INSTDIR\new" "${PROGRAM}"
  ${EndIf}
  ${If} ${Errors}
    ${IfNot} ${FileExists} "${PROGRAM}\*.*"
      Rename "$INSTDIR\before" "${PROGRAM}"
    ${EndIf}
    RMDir /r "$INSTDIR\new"
    MessageBox MB_ICONSTOP "$(NotWritten)" /SD IDOK
    SetErrorLevel 1
    Quit
  ${EndIf}
  RMDir /r "$INSTDIR\before"

  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\阅报.lnk" "${PROGRAM}\yuebao.exe"
  Call PutOnPath
  !insertmacro OPENS "yuebao" "URL:Yuebao"
  WriteRegStr HKCU "${CLASSES}\yuebao" "URL Protocol" ""
  !insertmacro OPENS_FILES ".yuebao" "Yuebao.Library" "$(Library)"
  !insertmacro OPENS_FILES ".yuebao-room" "Yuebao.Room" "$(Room)"
  !insertmacro OPENS_FILES ".yuebao-evidence" "Yuebao.Evidence" "$(Evidence)"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "阅报"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "${PROGRAM}\yuebao.exe"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "Yuebao developers"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "${PROGRAM}" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0
  ${RefreshShellIcons}
SectionEnd

Section Uninstall
  SetShellVarContext current
  Call un.AwaitClosed
  RMDir /r "${PROGRAM}"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\阅报.lnk"
  Call un.TakeFromPath
  DeleteRegKey HKCU "${CLASSES}\yuebao"
  !insertmacro OPENS_FILES_NO_MORE ".yuebao" "Yuebao.Library"
  !insertmacro OPENS_FILES_NO_MORE ".yuebao-room" "Yuebao.Room"
  !insertmacro OPENS_FILES_NO_MORE ".yuebao-evidence" "Yuebao.Evidence"
  DeleteRegKey HKCU "${UNINSTALL}"
  ${RefreshShellIcons}
  DetailPrint "$(Kept)"
SectionEnd
