package bitrix

import (
	"context"
	"encoding/json"
	"iter"
	"strings"

	"github.com/ordo-sdk/ordo/wire"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// Property is a property that orders of a person type have, such as the phone number.
type Property struct {
	ID           int64      `json:"id"`
	Code         string     `json:"code"`
	Name         string     `json:"name"`
	Type         string     `json:"type"` // STRING, Y/N, NUMBER, ENUM, FILE, DATE, LOCATION, ADDRESS
	PersonTypeID int64      `json:"personTypeId"`
	Active       bool       `json:"active"`
	IsEmail      bool       `json:"isEmail"`
	IsPhone      bool       `json:"isPhone"`
	IsPayer      bool       `json:"isPayer"`
	IsAddress    bool       `json:"isAddress"`
	IsZip        bool       `json:"isZip"`
	IsLocation   bool       `json:"isLocation"`
	Extra        wire.Extra `json:"-"`
	Problem      error      `json:"-"`
}

// ListProperties lists the properties of orders; of one person type, unless it is 0.
func (c *Client) ListProperties(ctx context.Context, personType int64) iter.Seq2[Property, error] {
	filter := map[string]any{}
	if personType != 0 {
		filter["personTypeId"] = personType
	}
	return rows(ctx, c, bxrest.Listing{
		Method: "sale.property.list", Key: "properties", ID: "id", Params: map[string]any{
			"filter": filter,
			"select": []string{"id", "code", "name", "type", "personTypeId", "active", "isEmail", "isPhone", "isPayer", "isAddress", "isZip", "isLocation"},
		},
	}, func(p *Property, id int64, problem error) {
		p.ID, p.Problem = id, problem
	})
}

// Text is the value of a property as a text: of a list its texts with commas between them, of an address its line.
func (v PropertyValue) Text() string { return textOf(v.Value) }

func textOf(raw json.RawMessage) string {
	var list []json.RawMessage
	var object map[string]json.RawMessage
	var s string
	switch {
	case len(raw) == 0 || string(raw) == "null":
	case json.Unmarshal(raw, &s) == nil:
	case json.Unmarshal(raw, &list) == nil:
		var all []string
		for _, x := range list {
			if t := textOf(x); t != "" {
				all = append(all, t)
			}
		}
		s = strings.Join(all, ", ")
	case json.Unmarshal(raw, &object) == nil:
		for _, name := range []string{"addressLine1", "ADDRESS_LINE_1", "name", "value"} {
			if t := textOf(object[name]); t != "" {
				return t
			}
		}
	default:
		s = string(raw) // a number
	}
	return strings.TrimSpace(s)
}

// value returns the value of the property with a code, in whatever case; "" if the order has none.
func (o *Order) value(code string) string {
	if v := o.property(code); v != nil {
		return v.Text()
	}
	return ""
}

func (o *Order) property(code string) *PropertyValue {
	if code == "" {
		return nil
	}
	for i := range o.PropertyValues {
		if strings.EqualFold(o.PropertyValues[i].Code, code) {
			return &o.PropertyValues[i]
		}
	}
	return nil
}

// SetProperties sets values of properties of an order, by the ids of the properties. The shop empties those that are
// not sent, so that all others that o has are sent with them as they are. After a lost answer the order is read.
func (c *Client) SetProperties(ctx context.Context, o *Order, values map[int64]string) error {
	type value struct {
		PropertyID int64 `json:"orderPropsId"`
		Value      any   `json:"value"`
	}
	var all []value
	sent := map[int64]bool{}
	for _, v := range o.PropertyValues {
		x := value{PropertyID: v.PropertyID, Value: v.Value}
		if text, is := values[v.PropertyID]; is {
			x.Value = text
		}
		all, sent[v.PropertyID] = append(all, x), true
	}
	for id, text := range values {
		if !sent[id] {
			all = append(all, value{id, text})
		}
	}
	_, err := c.rest.Do(ctx, bxrest.Request{
		Method: "sale.propertyvalue.modify", Params: map[string]any{"fields": map[string]any{"order": map[string]any{"id": o.ID, "propertyValues": all}}},
		Done: func(ctx context.Context) (bool, error) {
			now, err := c.GetOrder(ctx, o.ID)
			if err != nil {
				return false, err
			}
			have := map[int64]string{}
			for _, v := range now.PropertyValues {
				have[v.PropertyID] = v.Text()
			}
			for id, text := range values {
				if have[id] != text {
					return false, nil
				}
			}
			return true, nil
		},
	}, nil)
	return err
}
