package exchange1ctest

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"

	"github.com/ordo-sdk/ordo/fake"
)

// The defaults of Settings.
const (
	DefaultUser     = "1c"
	DefaultPassword = "s3cret-of-1c"
)

// Settings configures a Shop. The zero Settings is a shop on 1C-Bitrix as it is installed.
type Settings struct {
	User      string // empty means DefaultUser
	Password  string // empty means DefaultPassword
	Unzipped  bool   // takes no archives
	FileLimit int    // 0 means 204800; negative: none is stated
	Steps     int    // how often an import answers "progress"; 0 means 3, negative means never
	NoSessID  bool   // an old shop: checkauth gives none, and none is asked for
	UTF8      bool   // answers in UTF-8 in place of windows-1251
	ImportNew bool   // takes orders that it does not know
	NoImport  bool   // refuses catalogues: the user has no right

	// For a fake of the whole shop, which has the goods and the orders. Both are called once the answer is made.
	Import  func(Received)  // has the shop imported a file
	Changed func(ShopOrder) // an order is changed by documents of 1C
}

// Shop is a shop on 1C-Bitrix, with the exchange at /bitrix/admin/1c_exchange.php. Calls are named "catalog/import" and
// so on for Faults and Calls, as the Op of the client's errors. It is safe for concurrent use.
type Shop struct {
	*fake.Server
	settings Settings

	mu       sync.Mutex
	spent    int
	sessions map[string]*visit // by cookie
	orders   []*ShopOrder
	imported []Received
	goods    map[string]bool // by id; nil until a catalogue came
	changed  []*ShopOrder    // by documents of which Settings.Changed was not told
	told     int             // of imported: those that Settings.Import was told of
}

// Received is a file that the shop has imported.
type Received struct {
	Type, Name string
	Content    []byte
}

// visit is a session of 1C.
type visit struct {
	sessid  string
	version string
	files   map[string]*bytes.Buffer // by type and name
	steps   map[string]int           // of imports, by type and name
	offered map[string]int           // the changes of orders that query gave out, by number
}

// NewShop returns a shop without orders. It does not listen until URL is called.
func NewShop(st Settings) *Shop {
	st.User, st.Password = cmp.Or(st.User, DefaultUser), cmp.Or(st.Password, DefaultPassword)
	st.FileLimit, st.Steps = cmp.Or(st.FileLimit, 204800), cmp.Or(st.Steps, 3)
	s := &Shop{settings: st, sessions: map[string]*visit{}}
	s.Server = fake.NewServer(s)
	s.Op = Operation
	return s
}

// Path is the path of the exchange.
const Path = "/bitrix/admin/1c_exchange.php"

// Operation names a call of 1C, such as "catalog/import".
func Operation(r *http.Request) string {
	q := r.URL.Query()
	return q.Get("type") + "/" + q.Get("mode")
}

// URL returns the address of the exchange on the loopback interface. The first call begins to listen.
func (s *Shop) URL() string { return s.Server.URL() + Path }

// Imported returns the files that were imported, in their order.
func (s *Shop) Imported() []Received {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Received(nil), s.imported...)
}

// EndSessions makes the shop forget all sessions.
func (s *Shop) EndSessions() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.sessions)
}

// refusal is an answer "failure".
type refusal string

// Error implements error.
func (r refusal) Error() string { return string(r) }

// ServeHTTP answers a call. The status is 200 whatever the answer is.
func (s *Shop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != Path {
		http.NotFound(w, r)
		return
	}
	body, err := io.ReadAll(r.Body)
	text, isXML := "", false
	if err == nil {
		text, isXML, err = s.answer(r, body)
		s.tell()
	}
	var no refusal
	switch {
	case errors.As(err, &no):
		text = "failure\n" + string(no)
	case err != nil:
		text = "failure\nОшибка чтения HTTP данных."
	}
	media, charset, out := "text/html", "windows-1251", toWindows1251(text)
	if s.settings.UTF8 {
		charset, out = "utf-8", []byte(text)
	}
	if isXML {
		media = "application/xml"
	}
	w.Header().Set("Content-Type", media+"; charset="+charset)
	_, _ = w.Write(out) // the client asks again
}

// tell tells the whole shop of what a call has brought. It may call the Shop.
func (s *Shop) tell() {
	s.mu.Lock()
	var files []Received
	if s.settings.Import != nil {
		files, s.told = s.imported[s.told:], len(s.imported)
	}
	orders := make([]ShopOrder, 0, len(s.changed))
	for _, o := range s.changed {
		orders = append(orders, *o)
	}
	s.changed = nil
	s.mu.Unlock()
	for _, f := range files {
		s.settings.Import(f)
	}
	if s.settings.Changed != nil {
		for _, o := range orders {
			s.settings.Changed(o)
		}
	}
}

// answer admits a call and answers it.
func (s *Shop) answer(r *http.Request, body []byte) (text string, isXML bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	q := fake.Query(r)
	typ, mode, sessid := q.Text("type"), q.Text("mode"), q.Text("sessid")
	name, version, timestamp := "", "", ""
	switch mode {
	case "file", "import":
		name = q.Text("filename")
	case "init":
		version = q.Text("version")
	case "deactivate":
		timestamp = q.Text("timestamp")
	}
	switch {
	case len(q.Unread()) > 0:
		return "", false, refusal("Неизвестный параметр " + q.Unread()[0])
	case typ != "catalog" && typ != "sale" && typ != "reference":
		return "", false, refusal("Unknown command type.")
	case (r.Method == http.MethodPost) != (mode == "file"):
		return "", false, refusal("Неизвестная команда.")
	}
	user, password, given := r.BasicAuth()
	if (mode == "checkauth" || given) && (user != s.settings.User || password != s.settings.Password) {
		return "", false, refusal("Ошибка авторизации. Неверное имя пользователя или пароль.")
	}
	if mode == "checkauth" {
		return s.checkauth(r, typ), false, nil
	}
	cookie, err := r.Cookie("PHPSESSID")
	if err != nil || s.sessions[cookie.Value] == nil {
		if mode == "success" {
			return "error", false, nil
		}
		return "", false, refusal("Ошибка авторизации. Неверное имя пользователя или пароль.")
	}
	v := s.sessions[cookie.Value]
	if !s.settings.NoSessID && sessid != v.sessid {
		return "", false, refusal("Ошибка проверки источника запроса. Обновите модуль обмена.")
	}
	if typ == "catalog" && s.settings.NoImport {
		return "", false, refusal("У Вас нет прав для импорта каталога. Проверьте настройки компонента импорта.")
	}
	switch mode {
	case "init":
		return s.init(v, typ, version), false, nil
	case "file":
		text, err = s.file(r, v, typ, name, body)
	case "import":
		text, err = s.importStep(r, v, typ, name)
	case "deactivate", "complete":
		if typ != "catalog" || mode == "deactivate" && timestamp == "" {
			return "", false, refusal("Неизвестная команда.")
		}
		fake.Commit(r)
		text = "success"
	case "query":
		if typ != "sale" {
			return "", false, refusal("Неизвестная команда.")
		}
		return s.query(v), true, nil
	case "success":
		text = s.success(r, v)
	case "info":
		return s.info(), true, nil
	default:
		err = refusal("Неизвестная команда.")
	}
	return text, false, err
}

// checkauth begins a session.
func (s *Shop) checkauth(r *http.Request, typ string) string {
	s.spent++
	cookie := fmt.Sprintf("c00k1e%08d", s.spent)
	v := &visit{
		sessid: fmt.Sprintf("5e551d%08d", s.spent), files: map[string]*bytes.Buffer{}, steps: map[string]int{},
	}
	s.sessions[cookie] = v
	fake.Commit(r)
	text := "success\nPHPSESSID\n" + cookie
	if !s.settings.NoSessID {
		text += "\nsessid=" + v.sessid
	}
	if typ == "catalog" {
		text += "\ntimestamp=" + strconv.Itoa(1_796_000_000+s.spent)
	}
	return text
}

// init begins an upload: what came before in the session is wiped.
func (s *Shop) init(v *visit, typ, version string) string {
	clear(v.files)
	clear(v.steps)
	v.version = version
	text := "zip=yes\n"
	if s.settings.Unzipped {
		text = "zip=no\n"
	}
	if s.settings.FileLimit > 0 {
		text += "file_limit=" + strconv.Itoa(s.settings.FileLimit)
	} else {
		text += "file_limit=0"
	}
	switch {
	case version != "":
		text += "\nsessid=" + v.sessid + "\nversion=" + version
	case typ == "sale":
		text += "\n"
	}
	return text
}

// file appends to a file.
func (s *Shop) file(r *http.Request, v *visit, typ, name string, body []byte) (string, error) {
	switch {
	case name == "" || path.Clean("/"+name) != "/"+name:
		return "", refusal("Ошибка открытия файла " + name + " для записи.")
	case len(body) == 0:
		return "", refusal("Ошибка чтения HTTP данных.")
	case s.settings.FileLimit > 0 && len(body) > s.settings.FileLimit:
		return "", refusal("Ошибка чтения HTTP данных.") // PHP drops what is longer than it is allowed to take
	}
	key := typ + "/" + name
	if v.files[key] == nil {
		v.files[key] = &bytes.Buffer{}
	}
	v.files[key].Write(body)
	fake.Commit(r)
	return "success", nil
}

// unpack takes the files out of the archives of the session.
func (v *visit) unpack(typ string) error {
	for key, b := range v.files {
		if !strings.HasPrefix(key, typ+"/") || !strings.HasPrefix(b.String(), "PK") {
			continue
		}
		z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
		if err != nil {
			return refusal("Ошибка распаковки архива.")
		}
		for _, f := range z.File {
			in, err := f.Open()
			if err != nil {
				return refusal("Ошибка распаковки архива.")
			}
			content, err := io.ReadAll(in)
			in.Close()
			if err != nil {
				return refusal("Ошибка распаковки архива.")
			}
			v.files[typ+"/"+f.Name] = bytes.NewBuffer(content)
		}
		delete(v.files, key)
	}
	return nil
}

// words are what the steps of an import answer.
var words = []string{"Временные таблицы удалены.", "Временные таблицы созданы.", "Обработано 40% файла", "Загрузка элементов: 40 из 100"}

// importStep does a step of an import.
func (s *Shop) importStep(r *http.Request, v *visit, typ, name string) (string, error) {
	if err := v.unpack(typ); err != nil {
		return "", err
	}
	key := typ + "/" + name
	b := v.files[key]
	switch {
	case b == nil:
		return "", refusal("Ошибка открытия файла импорта.")
	case b.Len() == 0:
		return "", refusal("Файл для импорта пуст.")
	}
	if v.steps[key] < s.settings.Steps {
		v.steps[key]++
		return "progress\n" + words[(v.steps[key]-1)%len(words)], nil
	}
	var in commerce
	d := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(b.Bytes(), []byte("\ufeff"))))
	if err := d.Decode(&in); err != nil || in.XMLName.Local != "КоммерческаяИнформация" {
		return "", refusal("Ошибка импорта метаданных.")
	}
	text := "\nИмпорт успешно завершен."
	if typ == "sale" {
		all := in.Documents
		for _, k := range in.Containers {
			all = append(all, k.Documents...)
		}
		if len(all) == 0 {
			return "", refusal("В CML не найдены заказы.")
		}
		text = s.take(v, all)
	}
	for _, g := range in.Goods {
		if s.goods == nil {
			s.goods = map[string]bool{}
		}
		s.goods[g] = true
	}
	s.imported = append(s.imported, Received{typ, name, bytes.Clone(b.Bytes())})
	v.steps[key] = 0
	fake.Commit(r)
	return "success" + text, nil
}
