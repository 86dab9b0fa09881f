package rozetkatest

import (
	"cmp"
	"encoding/json"
	"strings"
)

// additionalItem is the item of additional sales.
const additionalItem = 45116

// purchaseData is a row as a seller sends it. Sums are not read but compared: the server knows them.
type purchaseData struct {
	ID               *integer
	ItemID           *integer `json:"item_id"`
	ItemName         *string  `json:"item_name"`
	Quantity         *integer
	Price            json.RawMessage // of a new additional sale
	Cost             json.RawMessage
	CostWithDiscount json.RawMessage `json:"cost_with_discount"`
	KitID            *integer        `json:"kit_id"`
	Status           *integer
	IsAdditionalItem bool            `json:"is_additional_item"`
	TTN              *string         `json:"ttn"`
	ConfDetails      json.RawMessage `json:"conf_details"`
}

// editPurchases serves PUT /orders/{id} with purchases, which are the whole list wanted.
func (c *call) editPurchases(o *Order, rows []purchaseData) error {
	if !o.editable() {
		return invalid("purchases", "Редагування замовлення можливе лише в статусі 26, а не %d", o.Status)
	}
	lines, err := c.lines(o.Lines, rows)
	if err != nil {
		return err
	}
	c.replace(o, lines)
	o.Changed = c.at
	return nil
}

// replace gives an order other lines; what is gone stays as a removed row.
func (s *Server) replace(o *Order, lines []Line) {
	kept := map[int64]bool{}
	for _, l := range lines {
		kept[l.ID] = true
	}
	for _, l := range o.Lines {
		if !kept[l.ID] {
			l.Status = 0
			lines = append(lines, l)
		}
	}
	o.Lines = lines
}

// lines reads the wanted list of rows against those that there are.
func (c *call) lines(have []Line, rows []purchaseData) ([]Line, error) {
	var lines []Line
	ordinary, additional := 0, 0
	seen := map[int64]bool{}
	for _, row := range rows {
		l, err := c.line(have, row)
		if err != nil {
			return nil, err
		}
		if l.ID != 0 && seen[l.ID] {
			return nil, invalid("purchases", "Товар %d вказано двічі", l.ID)
		}
		seen[l.ID] = true
		if l.Additional {
			additional++
		} else {
			ordinary++
		}
		lines = append(lines, l)
	}
	switch {
	case ordinary == 0:
		return nil, invalid("purchases", "В замовленні має бути хоча б один товар")
	case additional > 1:
		return nil, invalid("purchases", "В замовленні може бути лише один додатковий продаж")
	}
	return c.fill(lines), nil
}

// line reads one row.
func (c *call) line(have []Line, row purchaseData) (Line, error) {
	var l Line
	if row.ID != nil {
		for _, old := range have {
			if old.ID == int64(*row.ID) && old.Status == 1 {
				l = old
			}
		}
		if l.ID == 0 {
			return l, invalid("purchases", "Товар %d не знайдено в замовленні", *row.ID)
		}
		if row.ItemID != nil && int64(*row.ItemID) != l.ItemID {
			return l, invalid("item_id", "Товар %d не можна замінити", l.ID)
		}
	} else if err := c.newLine(&l, row); err != nil {
		return l, err
	}
	if row.Quantity != nil {
		l.Quantity = int(*row.Quantity)
	}
	switch {
	case l.Quantity < 1:
		return l, invalid("quantity", "Кількість має бути більше нуля")
	case row.TTN != nil && *row.TTN != "":
		return l, invalid("ttn", "ТТН товару не використовується")
	case isSet(row.ConfDetails):
		return l, invalid("conf_details", "Конфігурація товару не змінюється")
	case row.KitID != nil && int64(*row.KitID) != l.KitID:
		return l, invalid("kit_id", "Комплект товару не змінюється")
	case row.Status != nil && *row.Status != 1:
		return l, invalid("status", "Статус товару не змінюється")
	case row.ItemName != nil && *row.ItemName != l.Name:
		return l, invalid("item_name", "Назва товару не змінюється")
	case row.IsAdditionalItem != l.Additional && row.ID == nil:
		return l, invalid("is_additional_item", "Ознака додаткового товару не змінюється")
	}
	return l, l.same(row)
}

// newLine begins a row that the order does not have yet. Its price is the server's, but for an additional sale.
func (c *call) newLine(l *Line, row purchaseData) error {
	l.Quantity = 1
	if row.IsAdditionalItem {
		if row.ItemID != nil && *row.ItemID != additionalItem {
			return invalid("item_id", "Додатковий товар має ID %d", additionalItem)
		}
		price, ok := kopecks(row.Price)
		if !ok || price <= 0 {
			return invalid("price", "Необхідно вказати вартість додаткового товару")
		}
		l.Additional, l.Price, l.ItemID = true, price, additionalItem
		return nil
	}
	if row.ItemID == nil {
		return invalid("item_id", "Необхідно заповнити «ID товару»")
	}
	for _, g := range c.goods {
		if g.ItemID == int64(*row.ItemID) {
			l.ItemID, l.OfferID, l.Article, l.Name, l.Price = g.ItemID, g.OfferID, g.Article, g.Name, g.Price
			return nil
		}
	}
	return invalid("item_id", "Товар %d не знайдено", *row.ItemID)
}

// same reports whether the sums of a row are those that the server knows: a seller changes no price.
func (l Line) same(row purchaseData) error {
	for _, sum := range []struct {
		field string
		value json.RawMessage
		right []int64
	}{
		{"price", row.Price, []int64{l.Price, l.Price - l.Discount}},
		{"cost", row.Cost, []int64{l.Price * int64(l.Quantity)}},
		{"cost_with_discount", row.CostWithDiscount, []int64{(l.Price - l.Discount) * int64(l.Quantity)}},
	} {
		got, ok := kopecks(sum.value)
		switch {
		case !isSet(sum.value):
		case !ok:
			return invalid(sum.field, "Значення %s має бути числом", sum.value)
		case got != sum.right[0] && got != sum.right[len(sum.right)-1]:
			return invalid(sum.field, "Змінити вартість товару неможливо")
		}
	}
	return nil
}

func isSet(v json.RawMessage) bool { return len(v) > 0 && string(v) != "null" }

// kopecks reads a sum that is a number or a text: 750, 750.5 or "750.00".
func kopecks(v json.RawMessage) (int64, bool) {
	text := string(v)
	if json.Unmarshal(v, &text) != nil {
		text = string(v)
	}
	whole, part, _ := strings.Cut(text, ".")
	part = cmp.Or(strings.TrimRight(part, "0"), "0")
	if len(part) > 2 || !digits(whole) || !digits(part) {
		return 0, false
	}
	n := int64(0)
	for _, d := range whole + part + strings.Repeat("0", 2-len(part)) {
		n = n*10 + int64(d-'0')
	}
	return n, len(whole) < 13
}

func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
