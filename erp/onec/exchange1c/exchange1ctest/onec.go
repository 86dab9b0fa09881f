package exchange1ctest

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// OneC is a 1C that calls a shop, as the library of УТ 11 for the exchange with sites does, or the 1C module of
// 1C-Bitrix, if Version is set. It is as particular about answers as they are, and returns their words for what it does
// not like. Its methods are for one goroutine.
type OneC struct {
	URL            string // of the exchange
	User, Password string
	Transport      http.RoundTripper // nil means http.DefaultTransport; fake.Direct(handler) needs no socket
	SessID         bool              // «Использовать идентификатор сессии»: sends the sessid of checkauth
	Version        string            // what the module of 1C-Bitrix asks init with, such as "2.09"; empty: a plain 1C
	NoSuccess      bool              // never confirms orders, as one 1C was seen to do
	// Lenient takes a line break behind the answer to init, as 1C-Bitrix writes it for orders. Whether a plain 1C does is
	// not known.
	Lenient  bool
	MaxPolls int // how often it asks while the shop answers "progress"; 0 means 1000

	// Steps are the calls that were made, with their answers, for tests to look at.
	Steps []Step

	cookie, sessid string
	limit          int
	zip            bool
	timestamp      string
}

// Step is a call and its answer.
type Step struct {
	Mode, File string
	Answer     string // as UTF-8
}

// String is the step as one line.
func (s Step) String() string {
	return strings.TrimSpace(s.Mode+" "+s.File) + ": " + strings.ReplaceAll(s.Answer, "\n", " | ")
}

// Order is what 1C understands of an order: a document of the orders that a shop offers.
type Order struct {
	ID, Number, Date, Operation string
	Sum                         string
	Lines                       []Line
	Traits                      map[string]string
}

// Line is a line of an order. What is empty is not written.
type Line struct {
	ID       string `xml:"Ид"`
	Article  string `xml:"Артикул"`
	Name     string `xml:"Наименование"`
	Price    string `xml:"ЦенаЗаЕдиницу"`
	Quantity string `xml:"Количество"`
	Sum      string `xml:"Сумма"`
	Discount string `xml:"Скидки>Скидка>Сумма"` // of one unit, and already taken off
	VAT      string `xml:"СтавкиНалогов>СтавкаНалога>Ставка"`
}

// clientTimeout is how long 1C waits for an answer.
const clientTimeout = 180 * time.Second

// call makes one call and returns the answer as UTF-8.
func (c *OneC) call(ctx context.Context, typ, mode string, more url.Values, body []byte) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, clientTimeout)
	defer cancel()
	q := "type=" + typ + "&mode=" + mode
	for _, name := range slices.Sorted(maps.Keys(more)) {
		q += "&" + name + "=" + url.QueryEscape(more.Get(name))
	}
	if c.SessID && c.sessid != "" {
		q += "&sessid=" + c.sessid
	}
	method := http.MethodGet
	if mode == "file" {
		method = http.MethodPost
	}
	sep := "?"
	if strings.Contains(c.URL, "?") {
		sep = "&"
	}
	r, err := http.NewRequestWithContext(ctx, method, c.URL+sep+q, bytes.NewReader(body))
	if err != nil {
		return "", err
	}
	r.SetBasicAuth(c.User, c.Password)
	r.Header.Set("User-Agent", "1C+Enterprise/8.3")
	if c.cookie != "" {
		r.Header.Set("Cookie", c.cookie)
	}
	t := c.Transport
	if t == nil {
		t = http.DefaultTransport
	}
	resp, err := t.RoundTrip(r)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		return "", err
	}
	text := decode(resp.Header.Get("Content-Type"), b)
	c.Steps = append(c.Steps, Step{mode, more.Get("filename"), text})
	if text == "" {
		return "", fmt.Errorf("%s: Получен пустой ответ сервера", mode)
	}
	return text, nil // the status is nothing to 1C
}

// decode returns an answer as UTF-8, by the charset in its head, or as UTF-8 if that states none.
func decode(contentType string, b []byte) string {
	_, params, _ := mime.ParseMediaType(contentType)
	if strings.EqualFold(params["charset"], "windows-1251") {
		return fromWindows1251(b)
	}
	return strings.TrimPrefix(string(b), "\ufeff")
}

// word returns the first line as 1C compares it.
func word(text string) string {
	first, _, _ := strings.Cut(text, "\n")
	return strings.ToLower(strings.TrimSpace(first))
}

// begin logs in.
func (c *OneC) begin(ctx context.Context, typ string) error {
	c.cookie, c.sessid = "", ""
	text, err := c.call(ctx, typ, "checkauth", nil, nil)
	if err != nil {
		return err
	}
	lines := strings.Split(text, "\n")
	if word(text) != "success" || len(lines) < 3 {
		return fmt.Errorf("checkauth: %s", text)
	}
	c.cookie = strings.TrimSpace(lines[1]) + "=" + strings.TrimSpace(lines[2])
	for _, l := range lines[3:] {
		if v, ok := strings.CutPrefix(l, "sessid="); ok {
			c.sessid = strings.TrimSpace(v)
		}
		if v, ok := strings.CutPrefix(l, "timestamp="); ok {
			c.timestamp = strings.TrimSpace(v)
		}
	}
	return nil
}

// init asks how to send.
func (c *OneC) init(ctx context.Context, typ string) error {
	more, want := url.Values{}, 2
	if c.Version != "" {
		more.Set("version", c.Version)
		want = 4
	}
	text, err := c.call(ctx, typ, "init", more, nil)
	if err != nil {
		return err
	}
	if c.Lenient {
		text = strings.TrimSuffix(text, "\n")
	}
	lines := strings.Split(text, "\n")
	zip, isZip := strings.CutPrefix(lines[0], "zip=")
	if len(lines) != want || !isZip || !strings.HasPrefix(lines[1], "file_limit=") {
		return fmt.Errorf("init: Не удалось прочитать ответ сервера. Параметры обмена не получены: %q", text)
	}
	c.zip = zip == "yes"
	c.limit, _ = strconv.Atoi(strings.TrimPrefix(lines[1], "file_limit=")) // what is no number is no limit
	return nil
}

// Files are files to send, by name. XML files have no folders, pictures keep theirs.
type Files map[string][]byte

// Send sends files of a type, and has the XML ones imported: one portion of a catalogue, or orders as 1C has them. The
// XML files come in the order of their names.
func (c *OneC) Send(ctx context.Context, typ string, files Files) error {
	if err := c.begin(ctx, typ); err != nil {
		return err
	}
	if err := c.init(ctx, typ); err != nil {
		return err
	}
	if err := c.Upload(ctx, typ, files); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if path.Ext(name) != ".xml" {
			continue
		}
		if err := c.Import(ctx, typ, name); err != nil {
			return err
		}
	}
	return nil
}

// Upload sends files in the present session, packed if the shop wants it, in parts of its limit.
func (c *OneC) Upload(ctx context.Context, typ string, files Files) error {
	if !c.zip {
		for _, name := range slices.Sorted(maps.Keys(files)) {
			if err := c.upload(ctx, typ, name, files[name]); err != nil {
				return err
			}
		}
		return nil
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(files[name])
		}
		if err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return err
	}
	return c.upload(ctx, typ, "v8_1A2B_01.zip", b.Bytes())
}

// upload sends one file.
func (c *OneC) upload(ctx context.Context, typ, name string, content []byte) error {
	size := c.limit
	if size <= 0 {
		size = max(len(content), 1)
	}
	for part := range slices.Chunk(content, size) {
		text, err := c.call(ctx, typ, "file", url.Values{"filename": {name}}, part)
		if err != nil {
			return err
		}
		if word(text) != "success" {
			return fmt.Errorf("file %s: %s", name, text)
		}
	}
	return nil
}

// Import asks the shop to import a file, at once again while it answers "progress", as 1C makes no pauses.
func (c *OneC) Import(ctx context.Context, typ, name string) error {
	return c.poll(ctx, typ, "import", url.Values{"filename": {name}})
}

func (c *OneC) poll(ctx context.Context, typ, mode string, more url.Values) error {
	most := c.MaxPolls
	if most == 0 {
		most = 1000
	}
	for range most {
		text, err := c.call(ctx, typ, mode, more, nil)
		if err != nil {
			return err
		}
		switch word(text) {
		case "success":
			return nil
		case "progress":
		case "failure":
			return fmt.Errorf("%s %s: %s", mode, more.Get("filename"), text)
		default:
			return fmt.Errorf("%s: Получен неизвестный статус импорта: %q", mode, text)
		}
	}
	return fmt.Errorf("%s %s: still in progress after %d questions", mode, more.Get("filename"), most)
}

// Finish ends a full exchange, as the module of 1C-Bitrix does: deactivate with the time of checkauth, then complete.
func (c *OneC) Finish(ctx context.Context) error {
	if err := c.poll(ctx, "catalog", "deactivate", url.Values{"timestamp": {c.timestamp}}); err != nil {
		return err
	}
	return c.poll(ctx, "catalog", "complete", nil)
}

// TakeOrders reads the orders of the shop: checkauth, query and, if all could be taken, success. One document that is
// no order of a customer fails them all, as in УТ 11.
func (c *OneC) TakeOrders(ctx context.Context) ([]Order, error) {
	if err := c.begin(ctx, "sale"); err != nil {
		return nil, err
	}
	if c.Version != "" { // the module asks init before it reads, too
		if err := c.init(ctx, "sale"); err != nil {
			return nil, err
		}
	}
	text, err := c.call(ctx, "sale", "query", nil, nil)
	if err != nil {
		return nil, err
	}
	orders, err := c.read(text)
	if err != nil || c.NoSuccess {
		return orders, err
	}
	_, err = c.call(ctx, "sale", "success", nil, nil)
	return orders, err
}

// read reads orders as УТ 11 does.
func (c *OneC) read(text string) ([]Order, error) {
	if !strings.HasPrefix(text, "<?xml") {
		return nil, fmt.Errorf("query: Не удалось прочитать данные, загруженные с сервера: %.100q", text)
	}
	d := xml.NewDecoder(strings.NewReader(text))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // it is UTF-8 by now
	type document struct {
		ID        string `xml:"Ид"`
		Number    string `xml:"Номер"`
		Date      string `xml:"Дата"`
		Operation string `xml:"ХозОперация"`
		Currency  string `xml:"Валюта"`
		Sum       string `xml:"Сумма"`
		Lines     []Line `xml:"Товары>Товар"`
		Traits    []struct {
			Name  string `xml:"Наименование"`
			Value string `xml:"Значение"`
		} `xml:"ЗначенияРеквизитов>ЗначениеРеквизита"`
	}
	var in struct {
		XMLName    xml.Name
		Documents  []document `xml:"Документ"`
		Containers []struct {
			Documents []document `xml:"Документ"`
		} `xml:"Контейнер"`
	}
	if err := d.Decode(&in); err != nil {
		return nil, fmt.Errorf("query: %w", err)
	}
	if in.XMLName.Local != "КоммерческаяИнформация" {
		return nil, fmt.Errorf("query: root element %q", in.XMLName.Local)
	}
	all := in.Documents
	if c.Version != "" { // the module takes orders out of containers, and then also payments and shipments
		for _, k := range in.Containers {
			all = append(all, k.Documents...)
		}
	}
	var orders []Order
	for _, doc := range all {
		o := Order{doc.ID, doc.Number, doc.Date, doc.Operation, doc.Sum, doc.Lines, map[string]string{}}
		for _, t := range doc.Traits {
			o.Traits[t.Name] = t.Value
		}
		switch {
		case c.Version == "" && !strings.EqualFold(doc.Operation, "Заказ товара"):
			return nil, fmt.Errorf("document %s: ХозОперация %q is not supported", doc.Number, doc.Operation)
		case doc.Currency == "":
			return nil, fmt.Errorf("document %s has no Валюта", doc.Number)
		case doc.Number == "" || doc.Date == "":
			return nil, fmt.Errorf("a document lacks Номер or Дата")
		}
		orders = append(orders, o)
	}
	return orders, nil
}
