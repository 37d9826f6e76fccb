//! Unions that would be variants of themselves.

use super::cycles::components;
use crate::diagnostic::Diagnostics;
use crate::resolved::ResolvedSchema;

/// Leaves out every variant that leads back to its union through unions alone. It accepts nothing that the others do not,
/// whereas what is beside the union would be handed to it without end, and reading a value would try it without end.
pub(super) fn cut_cycles(schemas: &mut [ResolvedSchema], diagnostics: &mut Diagnostics) {
    let variants = |schema: &ResolvedSchema| -> Vec<usize> {
        let variants = schema.schema.unions.iter().flat_map(|union| &union.variants);
        variants.map(|variant| variant.0 as usize).collect()
    };
    let component = components(&schemas.iter().map(variants).collect::<Vec<_>>());
    for (index, schema) in schemas.iter_mut().enumerate() {
        let unions = &mut schema.schema.unions;
        let before: usize = unions.iter().map(|union| union.variants.len()).sum();
        for union in unions.iter_mut() {
            union
                .variants
                .retain(|variant| component[variant.0 as usize] != component[index]);
        }
        let after: usize = unions.iter().map(|union| union.variants.len()).sum();
        unions.retain(|union| !union.variants.is_empty() || union.null);
        if after < before {
            let message = "a variant of the union leads back to the union, which adds nothing to it; it is left out";
            diagnostics.warning("union-cycle", &schema.at, message, "remove the variant");
        }
    }
}
