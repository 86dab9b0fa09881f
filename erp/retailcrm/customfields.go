package retailcrm

import (
	"context"
	"encoding/json"
	"iter"

	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

// CustomField is a field that the account added to orders, customers and the like.
type CustomField struct {
	Code           string          `json:"code,omitzero"`
	Name           string          `json:"name,omitzero"`
	Type           string          `json:"type,omitzero"`   // boolean, date, dictionary, email, integer, numeric, string, text
	Entity         string          `json:"entity,omitzero"` // order, customer, ...
	Required       *bool           `json:"required,omitzero"`
	InFilter       *bool           `json:"inFilter,omitzero"`
	InList         *bool           `json:"inList,omitzero"`
	InGroupActions *bool           `json:"inGroupActions,omitzero"`
	Default        json.RawMessage `json:"default,omitzero"`
	DefaultTyped   json.RawMessage `json:"defaultTyped,omitzero"`
	Ordering       int64           `json:"ordering,omitzero"`
	DisplayArea    string          `json:"displayArea,omitzero"` // where the card shows it; the values are not certain
	ViewMode       string          `json:"viewMode,omitzero"`    // editable, not_editable, hidden (not certain)
	Dictionary     string          `json:"dictionary,omitzero"`
	Extra          wire.Extra      `json:"-"` // what this type does not know
}

// CustomFieldFilter chooses custom fields.
type CustomFieldFilter struct {
	Name        string   `filter:"name"`
	Code        string   `filter:"code"`
	Types       []string `filter:"type"`
	Entity      string   `filter:"entity"`
	ViewMode    string   `filter:"viewMode"`
	DisplayArea string   `filter:"displayArea"`
}

// ListCustomFields lists the account's own fields. They have no numeric id.
func (c *Client) ListCustomFields(ctx context.Context, f CustomFieldFilter) iter.Seq2[Record[CustomField], error] {
	return list[CustomField](ctx, c, "custom-fields", "/custom-fields", "customFields", parameters(f, nil))
}

// GetCustomField reads one field of an entity, such as "order".
func (c *Client) GetCustomField(ctx context.Context, entity, code string) (*CustomField, error) {
	const op = "custom-fields/get"
	var answer struct {
		CustomField *CustomField `json:"customField"`
	}
	err := c.get(ctx, op, rest.Pathf("/custom-fields/%s/%s", entity, code), nil, &answer, func() error {
		return same("field", code, answer.CustomField, func(f *CustomField) string { return f.Code })
	})
	return answer.CustomField, err
}

// CreateCustomField creates a field of an entity. A lost answer is looked up by the code before the field is sent
// again.
func (c *Client) CreateCustomField(ctx context.Context, entity string, f CustomField) error {
	const op = "custom-fields/create"
	there := rest.ReadBack(func(ctx context.Context) (bool, error) {
		_, err := c.GetCustomField(ctx, entity, f.Code)
		if gone(err) {
			return false, nil
		}
		return err == nil, err
	})
	return c.write(ctx, op, rest.Pathf("/custom-fields/%s/create", entity), "customField", f, there, nil)
}

// UpdateCustomField changes what f sets of a field.
func (c *Client) UpdateCustomField(ctx context.Context, entity, code string, f CustomField) error {
	path := rest.Pathf("/custom-fields/%s/%s/edit", entity, code)
	return c.write(ctx, "custom-fields/edit", path, "customField", f, rest.Idempotent(), nil)
}

// Dictionary is the list of values of a field of type dictionary.
type Dictionary struct {
	Code     string              `json:"code"`
	Name     string              `json:"name"`
	Elements []DictionaryElement `json:"elements"`
}

// DictionaryElement is one value of a dictionary.
type DictionaryElement struct {
	Code     string `json:"code"`
	Name     string `json:"name"`
	Ordering int64  `json:"ordering,omitzero"`
}

// UpdateDictionary changes a dictionary: its elements are the whole new list.
func (c *Client) UpdateDictionary(ctx context.Context, d Dictionary) error {
	path := rest.Pathf("/custom-fields/dictionaries/%s/edit", d.Code)
	return c.write(ctx, "custom-fields/dictionaries/edit", path, "customDictionary", d, rest.Idempotent(), nil)
}

// CreateDictionary creates a dictionary. A lost answer is an error of class InDoubt.
func (c *Client) CreateDictionary(ctx context.Context, d Dictionary) error {
	const op = "custom-fields/dictionaries/create"
	return c.write(ctx, op, "/"+op, "customDictionary", d, rest.Never(), nil)
}
