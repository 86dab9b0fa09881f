package onec

import (
	"context"
	"strings"
)

// File is a file that is attached to a document or to an entry of a catalogue, such as the photo of a marking code.
type File struct {
	Object
	Name        string `json:"Description"`
	Owner       Guid   `json:"ВладелецФайла_Key"`
	Extension   string `json:"Расширение"`
	Size        Int64  `json:"Размер"` // bytes
	Created     Time   `json:"ДатаСоздания"`
	Storage     string `json:"ТипХраненияФайла"` // in the base, or in a volume
	Content     []byte `json:"ФайлХранилище_Base64Data"`
	ContentType string `json:"ФайлХранилище_Type"`
}

// Files are the files that are attached to the objects of an entity, such as [EntitySale]. They are for reading:
// whether 1C's screens show a file that is created here is not known. The Content is empty where a base keeps files in
// volumes, or in a register of its library.
func (c *Client) Files(entity string) Catalog[File] {
	_, name, _ := strings.Cut(entity, "_")
	return NewCatalog[File](c, "Catalog_"+name+"ПрисоединенныеФайлы")
}

// ListFiles reads which files are attached to an object, without their contents.
func (c *Client) ListFiles(ctx context.Context, owner Reference) ([]File, error) {
	q := Query{
		Filter: And(Eq("ВладелецФайла_Key", owner.ID), Eq("DeletionMark", false)),
		Select: []string{"DataVersion", "DeletionMark", "Description", "ВладелецФайла_Key", "Расширение", "Размер", "ДатаСоздания", "ТипХраненияФайла"},
	}
	var all []File
	for f, err := range c.Files(owner.Entity).List(ctx, q) {
		if err != nil {
			return nil, err
		}
		all = append(all, f)
	}
	return all, nil
}
