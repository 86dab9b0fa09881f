package bitrix24test

import (
	"fmt"
	"strings"
)

// Types of CRM objects.
const (
	deal    = 2
	contact = 3
	company = 4
	order   = 14
)

// kind is the type of a field.
type kind string

const (
	integer     kind = "integer"
	double      kind = "double"
	text        kind = "string"
	boolean     kind = "boolean"
	datetime    kind = "datetime"
	date        kind = "date"
	enumeration kind = "enumeration"
	files       kind = "file"
	several     kind = "crm_entity" // ids of others
)

// field is a field of an object. Names are those of the universal methods, in upper case.
type field struct {
	name     string
	kind     kind
	readOnly bool
	old      string // its name in the older methods; empty: the same
	custom   *userField
}

// shared are fields of all objects.
const shared = `ID:integer:ro CREATED_TIME:datetime:ro:DATE_CREATE UPDATED_TIME:datetime:ro:DATE_MODIFY
	CREATED_BY:integer:ro:CREATED_BY_ID UPDATED_BY:integer:ro:MODIFY_BY_ID ASSIGNED_BY_ID:integer OPENED:boolean
	SOURCE_ID:string SOURCE_DESCRIPTION:string LAST_ACTIVITY_BY:integer:ro LAST_ACTIVITY_TIME:datetime:ro
	UTM_SOURCE:string UTM_MEDIUM:string UTM_CAMPAIGN:string UTM_CONTENT:string UTM_TERM:string`

const (
	dealFields = shared + ` TITLE:string TYPE_ID:string CATEGORY_ID:integer STAGE_ID:string STAGE_SEMANTIC_ID:string:ro
	OPPORTUNITY:double IS_MANUAL_OPPORTUNITY:boolean TAX_VALUE:double CURRENCY_ID:string PROBABILITY:integer
	LEAD_ID:integer COMPANY_ID:integer CONTACT_ID:integer CONTACT_IDS:crm_entity QUOTE_ID:integer BEGINDATE:date
	CLOSEDATE:date CLOSED:boolean:ro COMMENTS:string ADDITIONAL_INFO:string LOCATION_ID:string ORIGINATOR_ID:string
	ORIGIN_ID:string MOVED_BY:integer:ro:MOVED_BY_ID MOVED_TIME:datetime:ro IS_NEW:boolean:ro IS_RECURRING:boolean:ro
	IS_RETURN_CUSTOMER:boolean:ro IS_REPEATED_APPROACH:boolean:ro ORDER_STAGE:string:ro WEBFORM_ID:integer OBSERVERS:crm_entity`
	personFields = shared + ` HONORIFIC:string NAME:string SECOND_NAME:string LAST_NAME:string POST:string BIRTHDATE:date
	TYPE_ID:string COMPANY_ID:integer COMPANY_IDS:crm_entity COMMENTS:string EXPORT:boolean HAS_PHONE:boolean:ro
	HAS_EMAIL:boolean:ro HAS_IMOL:boolean:ro ORIGINATOR_ID:string ORIGIN_ID:string ORIGIN_VERSION:string LEAD_ID:integer
	FACE_ID:integer ADDRESS:string CATEGORY_ID:integer`
	companyFields = shared + ` TITLE:string TYPE_ID:string:rw:COMPANY_TYPE INDUSTRY:string EMPLOYEES:string REVENUE:double
	CURRENCY_ID:string COMMENTS:string HAS_PHONE:boolean:ro HAS_EMAIL:boolean:ro HAS_IMOL:boolean:ro ORIGINATOR_ID:string
	ORIGIN_ID:string ORIGIN_VERSION:string LEAD_ID:integer IS_MY_COMPANY:boolean CONTACT_IDS:crm_entity ADDRESS:string
	CATEGORY_ID:integer`
	smartFields = shared + ` TITLE:string XML_ID:string CATEGORY_ID:integer MOVED_BY:integer:ro MOVED_TIME:datetime:ro`
)

// schema returns the fields of a type, and whether there is such a type.
func (s *Server) schema(typeID int) ([]field, bool) {
	var list string
	entity := ""
	switch typeID {
	case deal:
		list, entity = dealFields, "CRM_DEAL"
	case contact:
		list, entity = personFields, "CRM_CONTACT"
	case company:
		list, entity = companyFields, "CRM_COMPANY"
	default:
		t := s.smart(typeID)
		if t == nil {
			return nil, false
		}
		list, entity = smartFields, fmt.Sprintf("CRM_%d", t.id)
		for _, part := range []struct {
			on     string
			fields string
		}{
			{"isStagesEnabled", " STAGE_ID:string PREVIOUS_STAGE_ID:string:ro"},
			{"isLinkWithProductsEnabled", " OPPORTUNITY:double IS_MANUAL_OPPORTUNITY:boolean TAX_VALUE:double CURRENCY_ID:string"},
			{"isClientEnabled", " COMPANY_ID:integer CONTACT_ID:integer CONTACT_IDS:crm_entity"},
			{"isBeginCloseDatesEnabled", " BEGINDATE:date CLOSEDATE:date"},
			{"isObserversEnabled", " OBSERVERS:crm_entity"},
			{"isMycompanyEnabled", " MYCOMPANY_ID:integer"},
		} {
			if t.flags[part.on] {
				list += part.fields
			}
		}
	}
	var out []field
	for _, f := range strings.Fields(list) {
		p := strings.Split(f, ":")
		d := field{name: p[0], kind: kind(p[1])}
		d.readOnly = len(p) > 2 && p[2] == "ro"
		if len(p) > 3 {
			d.old = p[3]
		}
		out = append(out, d)
	}
	for _, parent := range s.parents(typeID) {
		out = append(out, field{name: fmt.Sprintf("PARENT_ID_%d", parent), kind: integer})
	}
	for _, u := range s.fields {
		if u.entity == entity {
			out = append(out, field{name: u.name, kind: u.kind, custom: u})
		}
	}
	return out, true
}

// oldName is the name of a field in the older methods.
func (f field) oldName() string {
	if f.old != "" {
		return f.old
	}
	return f.name
}

func (f field) multiple() bool { return f.kind == several || f.custom != nil && f.custom.multiple }

// entityName is the name of a type in the timeline.
func (s *Server) entityName(typeID int) string {
	switch typeID {
	case deal:
		return "deal"
	case contact:
		return "contact"
	case company:
		return "company"
	case order:
		return "order"
	}
	return fmt.Sprintf("dynamic_%d", typeID)
}

// ownerCode is the short code of a type, as owners of product rows have it.
func ownerCode(typeID int) string {
	switch typeID {
	case deal:
		return "D"
	case contact:
		return "C"
	case company:
		return "CO"
	}
	return fmt.Sprintf("T%x", typeID)
}

// ownerType is the type that a short code means; 0 if there is none.
func (s *Server) ownerType(code string) int {
	for _, id := range []int{deal, contact, company} {
		if ownerCode(id) == code {
			return id
		}
	}
	for _, t := range s.types {
		if strings.EqualFold(ownerCode(t.entityTypeID), code) {
			return t.entityTypeID
		}
	}
	return 0
}
