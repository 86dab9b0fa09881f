package bitrix24

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"strconv"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// Item is a deal, or an item of a smart process: of one kind, named by entityTypeId. User fields are in Extra under
// their own names, such as UF_CRM_ORDO_STATUS: see [Item.Text].
type Item struct {
	ID           int64       `json:"id,omitempty"`
	Type         int         `json:"entityTypeId,omitempty"`
	Title        string      `json:"title,omitempty"`
	Key          string      `json:"xmlId,omitempty"`
	Originator   string      `json:"originatorId,omitempty"` // with Origin: whose object, and its id there
	Origin       string      `json:"originId,omitempty"`
	Funnel       int64       `json:"categoryId,omitempty"`
	Stage        string      `json:"stageId,omitempty"`         // with the prefix of its funnel: see StageCode
	Semantics    string      `json:"stageSemanticId,omitempty"` // P under way, S won, F lost; of deals
	Sum          wire.Sum    `json:"opportunity,omitzero"`
	ManualSum    bxrest.Flag `json:"isManualOpportunity,omitempty"` // it is not that of the rows
	Currency     string      `json:"currencyId,omitempty"`
	Contact      int64       `json:"contactId,omitempty"` // the first of them
	Contacts     []int64     `json:"contactIds,omitempty"`
	Company      int64       `json:"companyId,omitempty"`
	AssignedBy   int64       `json:"assignedById,omitempty"`
	Comments     string      `json:"comments,omitempty"`
	Source       string      `json:"sourceId,omitempty"`
	UTMSource    string      `json:"utmSource,omitempty"`
	UTMMedium    string      `json:"utmMedium,omitempty"`
	UTMCampaign  string      `json:"utmCampaign,omitempty"`
	UTMContent   string      `json:"utmContent,omitempty"`
	UTMTerm      string      `json:"utmTerm,omitempty"`
	Deal         int64       `json:"parentId2,omitempty"` // of an item of a smart process below deals
	Closed       bxrest.Flag `json:"closed,omitempty"`
	Created      bxrest.Time `json:"createdTime,omitzero"`
	CreatedBy    int64       `json:"createdBy,omitempty"`
	Updated      bxrest.Time `json:"updatedTime,omitzero"`
	UpdatedBy    int64       `json:"updatedBy,omitempty"`
	Moved        bxrest.Time `json:"movedTime,omitzero"` // when it came to its stage
	MovedBy      int64       `json:"movedBy,omitempty"`
	Observers    []int64     `json:"observers,omitempty"`
	LastActivity bxrest.Time `json:"lastActivityTime,omitzero"`
	Extra        wire.Extra  `json:"-"`
	Problem      error       `json:"-"`
}

// Complete implements the check that an answer is about an item: a row without fields is none.
func (i *Item) Complete() error {
	if i.ID == 0 {
		return errors.New("the answer holds no item")
	}
	return nil
}

// Text returns a user field as text; "" if it is not set. An enumeration is the id of its value.
func (i *Item) Text(name string) string {
	var t lax.Text
	if raw, has := i.Extra[name]; !has || json.Unmarshal(raw, &t) != nil {
		return ""
	}
	return string(t)
}

// Texts returns the values of a multiple user field.
func (i *Item) Texts(name string) (all []string) {
	if raw, has := i.Extra[name]; has {
		_ = lax.Decode(raw, &all, lax.Options{}) // what are no texts stay in Extra
	}
	return all
}

// Files returns the files in a user field, one or several.
func (i *Item) Files(name string) (all []FileLink) {
	if raw, has := i.Extra[name]; has {
		_ = lax.Decode(raw, &all, lax.Options{})
	}
	return all
}

// itemParams name an item. User fields come under their own names only where nothing or everything is selected.
func itemParams(entityType int, id int64, fields Fields) map[string]any {
	p := map[string]any{"entityTypeId": entityType, "useOriginalUfNames": "Y"}
	if id != 0 {
		p["id"] = id
	}
	if fields != nil {
		p["fields"] = fields
	}
	return p
}

// GetItem reads a deal (TypeDeal) or an item of a smart process.
func (c *Client) GetItem(ctx context.Context, entityType int, id int64) (Item, error) {
	var i Item
	err := c.read(ctx, "crm.item.get", itemParams(entityType, id, nil), "item", &i, func() error { return rest.Same("item", id, i.ID) })
	return i, err
}

// CreateItem creates a deal or an item. What tells it from others must be among its fields: originatorId and originId
// of a deal, xmlId of an item. It is looked for first, and after a lost answer: repeated, nothing is created twice.
func (c *Client) CreateItem(ctx context.Context, entityType int, fields Fields) (Item, error) {
	const op = "crm.item.add"
	key := Fields{}
	for _, name := range []string{"originatorId", "originId", "xmlId"} {
		if v, has := fields[name].(string); has && v != "" {
			key["="+name] = v
		}
	}
	if key["=xmlId"] == nil && key["=originId"] == nil {
		return Item{}, c.invalid(op, "an item is created with its key, originId or xmlId: without one it could not be found again")
	}
	var made Item
	find := func(ctx context.Context) (bool, error) {
		for r, err := range c.ListItems(ctx, ItemQuery{Type: entityType, Filter: key}) {
			if err != nil {
				return false, err
			}
			if r.Problem != nil {
				return false, r.Problem
			}
			if i := r.Value; is(i.Key, fields["xmlId"]) && is(i.Origin, fields["originId"]) && is(i.Originator, fields["originatorId"]) {
				made = i
				return true, nil
			}
		}
		return false, nil
	}
	if there, err := find(ctx); there || err != nil {
		return made, err
	}
	err := c.add(ctx, op, itemParams(entityType, 0, fields), "item", &made, find)
	return made, err
}

// is reports whether an item has what was asked for: a filter that the portal ignores finds others.
func is(has string, asked any) bool { return asked == nil || asked == "" || asked == has }

// UpdateItem changes fields, and returns the item as it is then. An empty value may leave the old one, without an
// error: see [Client.ClearItem]. A multiple user field is replaced.
func (c *Client) UpdateItem(ctx context.Context, entityType int, id int64, fields Fields) (Item, error) {
	var i Item
	err := c.set(ctx, "crm.item.update", itemParams(entityType, id, fields), "item", &i, func() error { return rest.Same("item", id, i.ID) })
	return i, err
}

// ClearItem empties a text field, and reads back that it is empty: the portal has been seen to keep the old value and
// to answer a success. Where that happens to a deal, the older method is tried; what is still not empty is an error of
// class Conflict. field is the name in Item's JSON form or that of a user field, old its name for the older method.
func (c *Client) ClearItem(ctx context.Context, entityType int, id int64, field, old string) error {
	i, err := c.UpdateItem(ctx, entityType, id, Fields{field: ""})
	if err == nil {
		i, err = c.GetItem(ctx, entityType, id)
	}
	if err == nil && entityType == TypeDeal && !i.empty(field) {
		if err = c.set(ctx, "crm.deal.update", map[string]any{"id": id, "fields": Fields{old: ""}}, "", nil); err == nil {
			i, err = c.GetItem(ctx, entityType, id)
		}
	}
	if err == nil && !i.empty(field) {
		return c.rest.Fail("crm.item.update", ordo.Conflict, "the portal keeps the value of "+field+", which was to be emptied", nil)
	}
	return err
}

// empty reports whether a field has no value.
func (i *Item) empty(field string) bool {
	b, err := lax.Encode(i)
	if err != nil {
		return false
	}
	var all map[string]json.RawMessage
	if json.Unmarshal(b, &all) != nil {
		return false
	}
	switch string(all[field]) {
	case "", `""`, "null", "[]", "0":
		return true
	}
	return false
}

// DeleteItem deletes a deal or an item. That it is not there any more is a success.
func (c *Client) DeleteItem(ctx context.Context, entityType int, id int64) error {
	err := c.set(ctx, "crm.item.delete", map[string]any{"entityTypeId": entityType, "id": id}, "", nil)
	if ordo.ClassOf(err) == ordo.NotFound {
		return nil
	}
	return err
}

// ItemQuery chooses items of one kind.
type ItemQuery struct {
	Type   int
	Filter Fields // by the portal's names with their prefixes, such as "=stageId"; may hold OR and AND
	// UpdatedFrom and UpdatedTo bound updatedTime: not before, and before. The portal filters by seconds, and has been
	// seen not to filter at all: rows outside are left out here.
	UpdatedFrom, UpdatedTo time.Time
}

func (q ItemQuery) filter(c *Client) Fields {
	f := Fields{}
	for name, v := range q.Filter {
		f[name] = v
	}
	if !q.UpdatedFrom.IsZero() {
		f[">=updatedTime"] = c.rest.Local(q.UpdatedFrom)
	}
	if !q.UpdatedTo.IsZero() {
		f["<updatedTime"] = c.rest.Local(q.UpdatedTo.Add(time.Second - 1))
	}
	return f
}

// holds reports whether an item is within the query's time.
func (q ItemQuery) holds(i *Item) bool {
	return (q.UpdatedFrom.IsZero() || !i.Updated.Before(q.UpdatedFrom.Truncate(time.Second))) &&
		(q.UpdatedTo.IsZero() || i.Updated.Before(q.UpdatedTo))
}

// ListItems lists items by their ids.
func (c *Client) ListItems(ctx context.Context, q ItemQuery) iter.Seq2[Record[Item], error] {
	return func(yield func(Record[Item], error) bool) {
		for r, err := range bxrest.List[Item](ctx, c.rest, c.items(q)) {
			if err == nil && r.Problem == nil && !q.holds(&r.Value) {
				continue
			}
			if err == nil && r.Problem == nil && r.ID == 0 {
				r.Problem = c.invalid("crm.item.list", "an item without an id")
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

func (c *Client) items(q ItemQuery) bxrest.Listing {
	return bxrest.Listing{
		Method: "crm.item.list", Key: "items", ID: "id", Nested: true,
		Params: map[string]any{
			"entityTypeId": q.Type, "useOriginalUfNames": "Y", "select": []string{"*", "UF_*"}, "filter": map[string]any(q.filter(c)),
		},
	}
}

// StageMove is a move of an item to a stage, as the portal's history has it. It does not say who moved.
type StageMove struct {
	ID      int64       `json:"ID"`
	Kind    int         `json:"TYPE_ID"` // 1 created, 2 moved, 3 ended, 5 moved to another funnel
	Item    int64       `json:"OWNER_ID"`
	At      bxrest.Time `json:"CREATED_TIME"`
	Funnel  int64       `json:"CATEGORY_ID"`
	Stage   string      `json:"STAGE_ID"`
	Ends    string      `json:"STAGE_SEMANTIC_ID"`
	Extra   wire.Extra  `json:"-"`
	Problem error       `json:"-"`
}

// ListStageMoves lists the moves of one item, the oldest first.
func (c *Client) ListStageMoves(ctx context.Context, entityType int, id int64) iter.Seq2[Record[StageMove], error] {
	return bxrest.List[StageMove](ctx, c.rest, bxrest.Listing{
		Method: "crm.stagehistory.list", Key: "items",
		Params: map[string]any{"entityTypeId": entityType, "filter": map[string]any{"OWNER_ID": id}, "order": map[string]any{"ID": "ASC"}},
	})
}

// OwnerCode is the kind of an item as product rows and bindings have it: D for deals, T and a hexadecimal number for
// smart processes.
func OwnerCode(entityType int) string {
	switch entityType {
	case TypeDeal:
		return "D"
	case TypeContact:
		return "C"
	case TypeCompany:
		return "CO"
	}
	return "T" + strconv.FormatInt(int64(entityType), 16)
}
