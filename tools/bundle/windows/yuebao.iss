; The installer for Windows, by Inno Setup 6: iscc /DVersion=0.1.0 /DBundle=...\folder\yuebao tools\bundle\windows\yuebao.iss
; For one person, without an administrator; all of it is in one folder, which removing it leaves empty.
[Setup]
AppId={{6B0B0E0C-6D38-4B0E-9C57-6B5B3A9C0B1D}
AppName=阅报
AppVersion={#Version}
AppPublisher=Yuebao developers
DefaultDirName={localappdata}\Programs\Yuebao
DefaultGroupName=阅报
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0
OutputBaseFilename=yuebao-{#Version}-windows-setup
Compression=lzma2/max
SolidCompression=yes
LicenseFile={#Bundle}\LICENSE
UninstallDisplayIcon={app}\yuebao.exe
ChangesAssociations=yes

[Languages]
Name: "english"; MessagesFile: "compiler:Default.isl"

[Files]
Source: "{#Bundle}\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{autoprograms}\阅报"; Filename: "{app}\yuebao.exe"

[Registry]
Root: HKA; Subkey: "Software\Classes\yuebao"; ValueType: string; ValueData: "URL:Yuebao"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\yuebao"; ValueType: string; ValueName: "URL Protocol"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\yuebao\shell\open\command"; ValueType: string; ValueData: """{app}\yuebao.exe"" ""%1"""

[Run]
Filename: "{app}\yuebao.exe"; Description: "阅报"; Flags: nowait postinstall skipifsilent
