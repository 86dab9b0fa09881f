package exchange1c

import (
	"encoding/xml"
	"io"
	"net/http"
)

// Info is what a person at 1C chooses from when setting up an exchange: what orders of the shop may refer to.
type Info struct {
	Statuses   []InfoItem
	Payments   []InfoItem
	Deliveries []InfoItem
}

// InfoItem is one of a list.
type InfoItem struct {
	ID, Name    string
	PaymentType string // of a payment system only; may be empty
}

// info answers with the lists.
func (h *Handler) info(w http.ResponseWriter, c *call) error {
	if h.settings.Info == nil {
		return refuse("Магазин не передаёт справочники статусов, оплат и доставок")
	}
	in, err := h.settings.Info(c.Context())
	if err != nil {
		return err
	}
	type item struct {
		ID   string `xml:"Ид"`
		Name string `xml:"Название"`
		Type string `xml:"ТипОплаты,omitempty"`
	}
	type list struct {
		Items []item `xml:"Элемент"`
	}
	var out struct {
		XMLName    xml.Name `xml:"Справочник"`
		Statuses   list     `xml:"Cтатусы"` // 1C-Bitrix writes its first letter in Latin, and so does its 1C module
		Payments   list     `xml:"ПлатежныеСистемы"`
		Deliveries list     `xml:"СлужбыДоставки"`
	}
	of := func(in []InfoItem) (l list) {
		for _, i := range in {
			l.Items = append(l.Items, item{i.ID, i.Name, i.PaymentType})
		}
		return l
	}
	out.Statuses, out.Payments, out.Deliveries = of(in.Statuses), of(in.Payments), of(in.Deliveries)
	text, err := xml.Marshal(out)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/xml; charset=utf-8")
	_, _ = io.WriteString(w, `<?xml version="1.0" encoding="UTF-8"?>`+"\n"+string(text)) // 1C asks again
	return nil
}
