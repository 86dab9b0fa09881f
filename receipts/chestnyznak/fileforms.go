package chestnyznak

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"fmt"
	"net/url"
	"path"
	"strings"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts/marking"
)

// The words of the table of a withdrawal (template "Вывод из оборота", version 7).
const (
	csvVersion  = "7"
	csvProducts = "Параметры товаров"
)

var (
	csvHead = []string{
		"ИНН участника оборота", "ИНН покупателя", "Причина вывода из оборота", "Другая причина вывода из оборота", "Дата вывода из оборота",
		"Тип первичного документа", "Номер первичного документа", "Дата первичного документа", "Наименование первичного документа",
		"Идентификатор ФИАС", "Идентификатор госконтракта", "Версия",
	}
	csvUnit = []string{
		"КИ", "Цена за единицу", "Тип первичного документа", "Номер первичного документа", "Дата первичного документа", "Наименование первичного документа",
	}
	csvReasons = map[marking.Reason]string{marking.DistanceSale: "Дистанционная продажа", marking.OwnUse: "Использование для собственных нужд"}
	csvPrimary = map[string]string{
		PrimaryReceipt: "Кассовый чек", PrimarySalesReceipt: "Товарный чек", PrimaryConsignmentNote: "Товарная накладная",
		PrimaryUTD: "Универсальный передаточный документ", PrimaryOther: "Прочее",
	}
)

// write returns the content of a report's file, and its name.
func (g *FileRegistry) write(r marking.Report) (content []byte, name string, err error) {
	if r.Direction == marking.Withdraw {
		content, err = g.table(r)
	} else {
		content, err = g.returned(r)
	}
	return content, fileName(r), err
}

// table writes a withdrawal: two tables one below the other, without a line end at the end.
func (g *FileRegistry) table(r marking.Report) ([]byte, error) {
	kind, number, date, name := (&Registry{settings: g.settings}).primary(r)
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	rows := [][]string{
		csvHead,
		{g.settings.INN, "", csvReasons[r.Reason], "", string(DayOf(r.Date)), "", "", "", "", g.settings.FIAS, "", csvVersion},
		{csvProducts},
		csvUnit,
	}
	for _, u := range r.Units {
		price := ""
		if !u.Price.IsUnset() {
			price = u.Price.Text()
		}
		rows = append(rows, []string{u.Code.CIS(), price, csvPrimary[kind], number, string(date), name})
	}
	if err := w.WriteAll(rows); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// returnFile is a return as a file. The order of its elements is that of the registry's schema.
type returnFile struct {
	XMLName xml.Name `xml:"return"`
	Version string   `xml:"version,attr"`
	INN     string   `xml:"trade_participant_inn"`
	Kind    string   `xml:"return_type"`
	Paid    *bool    `xml:"paid,omitempty"`
	Type    string   `xml:"primary_document_type,omitempty"`
	Name    string   `xml:"primary_document_custom_name,omitempty"`
	Number  string   `xml:"primary_document_number,omitempty"`
	Date    Day      `xml:"primary_document_date,omitempty"`
	Codes   []string `xml:"products_list>product>ki"`
}

// returned writes a return of what was sold at a distance: how the codes went out is not known here.
func (g *FileRegistry) returned(r marking.Report) ([]byte, error) {
	f := returnFile{Version: "1", INN: g.settings.INN, Kind: ReturnRemoteSale, Paid: &r.Paid}
	if r.Paid {
		f.Type, f.Number, f.Date, f.Name = (&Registry{settings: g.settings}).primary(r)
	}
	for _, u := range r.Units {
		f.Codes = append(f.Codes, u.Code.CIS())
	}
	b, err := xml.MarshalIndent(f, "", " ")
	return append([]byte(xml.Header), b...), err
}

// readFile reads a report back from its file, as far as it is told there.
func readFile(name string, content []byte) (marking.Report, error) {
	r := marking.Report{Direction: marking.Withdraw}
	base := path.Base(name)
	if path.Ext(base) == ".xml" {
		r.Direction = marking.Reinstate
	}
	escaped := strings.TrimSuffix(strings.TrimPrefix(base, string(r.Direction)+"-"), path.Ext(base))
	key, err := url.PathUnescape(escaped)
	if err != nil {
		return r, err
	}
	r.Key = key
	read := readTable
	if r.Direction == marking.Reinstate {
		read = readReturn
	}
	err = read(&r, content)
	return r, err
}

func readReturn(r *marking.Report, content []byte) error {
	var f returnFile
	if err := xml.Unmarshal(content, &f); err != nil {
		return err
	}
	r.Paid = f.Paid != nil && *f.Paid
	for _, cis := range f.Codes {
		if err := addUnit(r, cis, ""); err != nil {
			return err
		}
	}
	return noCodes(r)
}

func readTable(r *marking.Report, content []byte) error {
	in := csv.NewReader(bytes.NewReader(content))
	in.FieldsPerRecord = -1
	rows, err := in.ReadAll()
	switch {
	case err != nil:
		return err
	case len(rows) < 5 || len(rows[1]) != len(csvHead) || rows[2][0] != csvProducts:
		return errors.New("it is not the table of a withdrawal")
	}
	r.Date = Day(rows[1][4]).time()
	for reason, word := range csvReasons {
		if word == rows[1][2] {
			r.Reason = reason
		}
	}
	for i, row := range rows[4:] {
		if len(row) != len(csvUnit) {
			return fmt.Errorf("row %d has %d cells, not %d", i+5, len(row), len(csvUnit))
		}
		if err := addUnit(r, row[0], row[1]); err != nil {
			return err
		}
	}
	return noCodes(r)
}

func noCodes(r *marking.Report) error {
	if len(r.Units) == 0 {
		return errors.New("it has no codes")
	}
	return nil
}

func addUnit(r *marking.Report, cis, price string) error {
	code, err := marking.Parse(cis)
	if err != nil {
		return err
	}
	u := marking.ReportUnit{Code: code}
	if price != "" {
		if u.Price, err = amount.ParseMoney(price, "RUB"); err != nil {
			return err
		}
	}
	r.Units = append(r.Units, u)
	return nil
}
