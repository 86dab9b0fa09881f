package bitrix24

import (
	"context"
	"errors"
	"iter"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// Funnel is a funnel of deals, or of a smart process.
type Funnel struct {
	ID        int64       `json:"id,omitempty"` // 0 is the general funnel of deals
	Name      string      `json:"name"`
	Sort      int         `json:"sort,omitempty"`
	Type      int         `json:"entityTypeId,omitempty"`
	IsDefault bxrest.Flag `json:"isDefault,omitempty"`
	Extra     wire.Extra  `json:"-"`
	Problem   error       `json:"-"`
}

// ListFunnels lists the funnels of deals (TypeDeal) or of a smart process.
func (c *Client) ListFunnels(ctx context.Context, entityType int) ([]Funnel, error) {
	var all []Funnel
	err := c.read(ctx, "crm.category.list", map[string]any{"entityTypeId": entityType}, "categories", &all)
	return all, err
}

// CreateFunnel creates a funnel, unless there is one with its name.
func (c *Client) CreateFunnel(ctx context.Context, entityType int, f Funnel) (Funnel, error) {
	var made Funnel
	find := func(ctx context.Context) (bool, error) {
		all, err := c.ListFunnels(ctx, entityType)
		for _, one := range all {
			if one.Name == f.Name {
				made = one
				return true, nil
			}
		}
		return false, err
	}
	if there, err := find(ctx); there || err != nil {
		return made, err
	}
	fields := Fields{"name": f.Name}
	if f.Sort != 0 {
		fields["sort"] = f.Sort
	}
	err := c.add(ctx, "crm.category.add", map[string]any{"entityTypeId": entityType, "fields": fields}, "category", &made, find)
	return made, err
}

// Stage is a stage of a funnel, or an entry of another reference book.
type Stage struct {
	ID        int64       `json:"ID,omitempty"`
	Book      string      `json:"ENTITY_ID"` // see [StagesOf]; SOURCE and others
	Code      string      `json:"STATUS_ID"` // with the prefix of its funnel: see StageCode
	Name      string      `json:"NAME"`
	Sort      int         `json:"SORT,omitempty"`
	System    bxrest.Flag `json:"SYSTEM,omitempty"` // cannot be deleted
	Funnel    int64       `json:"CATEGORY_ID,omitempty"`
	Color     string      `json:"COLOR,omitempty"`
	Semantics string      `json:"SEMANTICS,omitempty"` // S success, F failure, empty under way
	Extra     wire.Extra  `json:"-"`
	Problem   error       `json:"-"`
}

// ListStages lists the entries of a reference book, in their order.
func (c *Client) ListStages(ctx context.Context, book string) ([]Stage, error) {
	var all []Stage
	for r, err := range bxrest.List[Stage](ctx, c.rest, bxrest.Listing{
		Method: "crm.status.list", Params: map[string]any{"filter": map[string]any{"ENTITY_ID": book}, "order": map[string]any{"SORT": "ASC"}},
	}) {
		switch {
		case err != nil:
			return all, err
		case r.Problem != nil:
			return all, r.Problem
		case r.Value.Book == book:
			all = append(all, r.Value)
		}
	}
	return all, nil
}

// CreateStage creates a stage, unless there is one with its code, and returns its id.
func (c *Client) CreateStage(ctx context.Context, s Stage) (int64, error) {
	var id int64
	find := func(ctx context.Context) (bool, error) {
		all, err := c.ListStages(ctx, s.Book)
		for _, one := range all {
			if StageCode(one.Code) == StageCode(s.Code) {
				id = one.ID
				return true, nil
			}
		}
		return false, err
	}
	if there, err := find(ctx); there || err != nil {
		return id, err
	}
	s.ID = 0
	err := c.add(ctx, "crm.status.add", map[string]any{"fields": s}, "", &id, find)
	return id, err
}

// UpdateStage changes the name, the order or the colour of a stage.
func (c *Client) UpdateStage(ctx context.Context, id int64, fields Fields) error {
	return c.set(ctx, "crm.status.update", map[string]any{"id": id, "fields": fields}, "", nil)
}

// SmartProcess is a kind of items that the portal's owner made.
type SmartProcess struct {
	ID       int64       `json:"id,omitempty"`           // stands in the names of its user fields
	Type     int         `json:"entityTypeId,omitempty"` // names its items
	Title    string      `json:"title"`
	Code     string      `json:"code,omitempty"`
	Stages   bxrest.Flag `json:"isStagesEnabled,omitempty"`
	Funnels  bxrest.Flag `json:"isCategoriesEnabled,omitempty"`
	Products bxrest.Flag `json:"isLinkWithProductsEnabled,omitempty"`
	Extra    wire.Extra  `json:"-"`
	Problem  error       `json:"-"`
}

// ListSmartProcesses lists the smart processes of the portal.
func (c *Client) ListSmartProcesses(ctx context.Context) iter.Seq2[Record[SmartProcess], error] {
	return bxrest.List[SmartProcess](ctx, c.rest, bxrest.Listing{Method: "crm.type.list", Key: "types", Params: map[string]any{"order": map[string]any{"id": "ASC"}}})
}

// CreateSmartProcess creates a smart process whose items are below deals, have stages, and products if they should,
// unless there is one with its title.
func (c *Client) CreateSmartProcess(ctx context.Context, p SmartProcess) (SmartProcess, error) {
	var made SmartProcess
	find := func(ctx context.Context) (bool, error) {
		for r, err := range c.ListSmartProcesses(ctx) {
			if err != nil {
				return false, err
			}
			if r.Value.Title == p.Title {
				made = r.Value
				return true, nil
			}
		}
		return false, nil
	}
	if there, err := find(ctx); there || err != nil {
		return made, err
	}
	fields := Fields{
		"title": p.Title, "isStagesEnabled": bxrest.Flag(true), "isCategoriesEnabled": p.Funnels, "isLinkWithProductsEnabled": p.Products,
		"isClientEnabled": bxrest.Flag(false), "isAutomationEnabled": bxrest.Flag(true),
		"relations": map[string]any{"parent": []any{map[string]any{"entityTypeId": TypeDeal, "isChildrenListEnabled": "true"}}},
	}
	if p.Code != "" {
		fields["code"] = p.Code
	}
	err := c.add(ctx, "crm.type.add", map[string]any{"fields": fields}, "type", &made, find)
	return made, err
}

// UserField is a field that the portal's owner added.
type UserField struct {
	ID        int64             `json:"id,omitempty"`
	Entity    string            `json:"entityId"` // CRM_DEAL, CRM_CONTACT, CRM_7 of the smart process with this ID
	Name      string            `json:"fieldName"`
	Kind      string            `json:"userTypeId"` // string, integer, double, boolean, date, datetime, enumeration, file, money, …
	Key       string            `json:"xmlId,omitempty"`
	Multiple  bxrest.Flag       `json:"multiple,omitempty"`
	Mandatory bxrest.Flag       `json:"mandatory,omitempty"`
	Labels    map[string]string `json:"editFormLabel,omitempty"` // by language: ru, ua, en, pl
	Values    []EnumValue       `json:"enum,omitempty"`
	Settings  map[string]any    `json:"settings,omitempty"`
	Extra     wire.Extra        `json:"-"`
	Problem   error             `json:"-"`
}

// Complete implements the check that an answer is about a field.
func (f *UserField) Complete() error {
	if f.Name == "" {
		return errors.New("the answer holds no field")
	}
	return nil
}

// EnumValue is a value of an enumeration: items hold its id.
type EnumValue struct {
	ID      int64       `json:"id,omitempty"`
	Value   string      `json:"value"`
	Default bxrest.Flag `json:"def,omitempty"`
	Sort    int         `json:"sort,omitempty"`
	Key     string      `json:"xmlId,omitempty"`
	Extra   wire.Extra  `json:"-"`
	Problem error       `json:"-"`
}

// ListUserFields lists the user fields of a kind of objects, with the values of enumerations.
func (c *Client) ListUserFields(ctx context.Context, entity string) iter.Seq2[Record[UserField], error] {
	return bxrest.List[UserField](ctx, c.rest, bxrest.Listing{
		Method: "userfieldconfig.list", Key: "fields",
		Params: map[string]any{
			"moduleId": "crm", "filter": map[string]any{"entityId": entity}, "select": map[string]any{"0": "*", "language": "ru"}, "order": map[string]any{"id": "ASC"},
		},
	})
}

// GetUserField reads a user field whole: lists may leave out the values of enumerations.
func (c *Client) GetUserField(ctx context.Context, id int64) (UserField, error) {
	var f UserField
	err := c.read(ctx, "userfieldconfig.get", map[string]any{"moduleId": "crm", "id": id}, "field", &f, func() error { return rest.Same("field", id, f.ID) })
	return f, err
}

// CreateUserField creates a user field, unless there is one with its name.
func (c *Client) CreateUserField(ctx context.Context, f UserField) (UserField, error) {
	var made UserField
	find := func(ctx context.Context) (bool, error) {
		for r, err := range c.ListUserFields(ctx, f.Entity) {
			if err != nil {
				return false, err
			}
			if strings.EqualFold(r.Value.Name, f.Name) {
				made = r.Value
				return true, nil
			}
		}
		return false, nil
	}
	if there, err := find(ctx); there || err != nil {
		return made, err
	}
	f.ID = 0
	err := c.add(ctx, "userfieldconfig.add", map[string]any{"moduleId": "crm", "field": f}, "field", &made, find)
	return made, err
}

// StagesOf is the reference book with the stages of a funnel.
func StagesOf(entityType int, funnel int64) string {
	switch {
	case entityType == TypeDeal && funnel == 0:
		return "DEAL_STAGE"
	case entityType == TypeDeal:
		return "DEAL_STAGE_" + strconv.FormatInt(funnel, 10)
	}
	return "DYNAMIC_" + strconv.Itoa(entityType) + "_STAGE_" + strconv.FormatInt(funnel, 10)
}

// StageID is a stage's code with the prefix of its funnel, as items have it: C5:NEW, DT1038_37:NEW.
func StageID(entityType int, funnel int64, code string) string {
	switch {
	case entityType == TypeDeal && funnel == 0:
		return code
	case entityType == TypeDeal:
		return "C" + strconv.FormatInt(funnel, 10) + ":" + code
	}
	return "DT" + strconv.Itoa(entityType) + "_" + strconv.FormatInt(funnel, 10) + ":" + code
}

// StageCode is the code of a stage without the prefix of its funnel.
func StageCode(id string) string { return id[strings.LastIndexByte(id, ':')+1:] }
