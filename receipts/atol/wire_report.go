package atol

import (
	"encoding/json"
	"time"

	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/order"
)

// wireReport is a report as it is sent, as an answer and in a callback.
type wireReport struct {
	UUID        lax.Text            `json:"uuid"`
	ExternalID  lax.Text            `json:"external_id"`
	Status      lax.Text            `json:"status"`
	Error       *wireFault          `json:"error"`
	Payload     *wirePayload        `json:"payload"`
	Timestamp   lax.Text            `json:"timestamp"`
	GroupCode   lax.Text            `json:"group_code"`
	DaemonCode  lax.Text            `json:"daemon_code"`
	DeviceCode  lax.Text            `json:"device_code"`
	CallbackURL lax.Text            `json:"callback_url"`
	Warnings    lax.Map[lax.Text]   `json:"warnings"`
	extra       map[string]rawValue // not json
}

type rawValue = json.RawMessage

// UnmarshalJSON implements json.Unmarshaler.
func (w *wireReport) UnmarshalJSON(b []byte) error {
	type plain wireReport
	extra, err := lax.Split(b, (*plain)(w))
	w.extra = extra
	return err
}

// wirePayload is a receipt as it is sent.
type wirePayload struct {
	Receipt      lax.Int                `json:"fiscal_receipt_number"`
	Shift        lax.Int                `json:"shift_number"`
	At           lax.Text               `json:"receipt_datetime"`
	Total        json.RawMessage        `json:"total"`
	Drive        lax.Text               `json:"fn_number"`
	Document     lax.Int                `json:"fiscal_document_number"`
	Attribute    lax.Int                `json:"fiscal_document_attribute"`
	Registration lax.Text               `json:"ecr_registration_number"`
	Site         lax.Text               `json:"fns_site"`
	OperatorINN  lax.Text               `json:"ofd_inn"`
	URL          lax.Text               `json:"ofd_receipt_url"`
	Marks        lax.List[wireMarkItem] `json:"marks_result"`
	extra        map[string]rawValue
}

// UnmarshalJSON implements json.Unmarshaler.
func (w *wirePayload) UnmarshalJSON(b []byte) error {
	type plain wirePayload
	extra, err := lax.Split(b, (*plain)(w))
	w.extra = extra
	return err
}

type wireMarkItem struct {
	Position lax.Int  `json:"position"`
	MarkCode lax.Text `json:"mark_code"`
	Result   lax.Int  `json:"result"`
}

// report is the report in this package's words.
func (w *wireReport) report(zone *time.Location) *Report {
	r := &Report{
		UUID: string(w.UUID), ExternalID: string(w.ExternalID), Status: statusOr(w.Status, StatusWait), Error: w.Error.fault(),
		Group: string(w.GroupCode), Daemon: string(w.DaemonCode), Device: string(w.DeviceCode),
		CallbackURL: string(w.CallbackURL), Extra: w.extra,
	}
	if r.Error != nil && r.Error.Code == codeNotYet && !r.Status.IsFinal() {
		r.Error = nil // it says no more than the status does
	}
	for field, text := range w.Warnings {
		if r.Warnings == nil {
			r.Warnings = map[string]string{}
		}
		r.Warnings[field] = string(text)
	}
	var ok bool
	if r.At, ok = parseTime(string(w.Timestamp), zone); !ok {
		r.Extra = keep(r.Extra, "timestamp", w.Timestamp)
	}
	if w.Payload != nil {
		r.Fiscal = w.Payload.fiscal(zone)
	}
	return r
}

// fiscal is the receipt in this package's words. What is odd about it is kept, not refused: the receipt exists.
func (w *wirePayload) fiscal(zone *time.Location) *Fiscal {
	f := &Fiscal{
		Receipt: int64(w.Receipt), Shift: int64(w.Shift), Drive: string(w.Drive), Document: int64(w.Document),
		Attribute: int64(w.Attribute), Registration: string(w.Registration), Site: string(w.Site),
		OperatorINN: string(w.OperatorINN), URL: string(w.URL), Extra: w.extra,
	}
	var ok bool
	if f.At, ok = parseTime(string(w.At), zone); !ok {
		f.Extra = keep(f.Extra, "receipt_datetime", w.At)
	}
	var total lax.Decimal
	err := json.Unmarshal(or(w.Total, json.RawMessage("null")), &total)
	if err == nil && total != "" {
		f.Total, err = order.ParseMoney(string(total), currency)
	}
	if err != nil {
		f.Extra = keep(f.Extra, "total", w.Total)
	}
	for _, m := range w.Marks {
		f.Marks = append(f.Marks, MarkResult{int(m.Position), string(m.MarkCode), int(m.Result)})
	}
	return f
}

func or(b, other json.RawMessage) json.RawMessage {
	if len(b) == 0 {
		return other
	}
	return b
}

// keep adds a value to what could not be read.
func keep(extra map[string]rawValue, name string, value any) map[string]rawValue {
	b, err := json.Marshal(value)
	if err != nil {
		return extra // nothing that was read from JSON
	}
	if extra == nil {
		extra = map[string]rawValue{}
	}
	extra[name] = b
	return extra
}

// How the service writes date-times and dates.
const (
	dateTime = "02.01.2006 15:04:05"
	dateOnly = "02.01.2006"
)

// parseTime reads a date-time. Nothing is the zero time; ok is false for what cannot be read.
func parseTime(s string, zone *time.Location) (t time.Time, ok bool) {
	if s == "" {
		return time.Time{}, true
	}
	t, err := time.ParseInLocation(dateTime, s, zone)
	if err != nil {
		return time.Time{}, false
	}
	return t, true
}

// time reads a date-time that does not matter much.
func (c *Client) time(s lax.Text) time.Time {
	t, _ := parseTime(string(s), c.zone)
	return t
}
