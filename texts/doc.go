// Package texts puts the texts that a merchant reads into the merchant's language: English, Russian, Ukrainian or
// Polish.
//
// The English format of a text is the key of the catalog. Other packages make an [order.Text] and know no language:
//
//	_, err := o.Do(order.Cancel{Reason: status.ReasonOutOfStock}, by)
//	show(texts.Russian.Error(err))
//
// States, reasons, commands, effects and roles among the arguments are put into the language too; sums, quantities and
// ids stay as they are. A text that the catalog does not have is given in English.
//
// The catalog is in the files catalog_*.go and words_*.go, as rows of English, Russian, Ukrainian and Polish. A
// translation takes the arguments in the order of the English format or names them, as in %[2]s. Words that depend on a
// number stand in braces after the number of the argument: {1:позиция|позиции|позиций} are the forms of Russian,
// Ukrainian and Polish for one, few and many, {1:line|lines} those of English for one and other. The rules are those of
// the CLDR.
package texts
