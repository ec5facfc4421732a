//! A project.

use serde::Serialize;

use crate::domain::project::Project;
use crate::report::{Column, Record, rfc3339};

/// As JSON has it.
#[derive(Debug, Serialize)]
pub struct ProjectRecord {
    id: String,
    name: String,
    organisation_id: Option<String>,
    organisation_name: Option<String>,
    clusters: Option<u64>,
    created_at: Option<String>,
}

impl ProjectRecord {
    /// A project, and its organisation's name where that could be had.
    #[must_use]
    pub fn new(project: &Project, organisation: Option<&str>) -> Self {
        Self {
            id: project.id.to_string(),
            name: project.name.to_string(),
            organisation_id: project.organisation.as_deref().map(str::to_owned),
            organisation_name: organisation.map(str::to_owned),
            clusters: project.clusters,
            created_at: project.created_at.map(rfc3339),
        }
    }

    fn number_of_clusters(&self) -> String {
        self.clusters.map(|clusters| clusters.to_string()).unwrap_or_default()
    }
}

impl Record for ProjectRecord {
    const PLURAL: &'static str = "projects";
    const FIELDS: &'static [&'static str] =
        &["id", "name", "organisation_id", "organisation_name", "clusters", "created_at"];
    const COLUMNS: &'static [Column] = &[
        Column::text("ID", 24),
        Column::text("NAME", 12),
        Column::figures("CLUSTERS", 0),
        Column::text("ORGANISATION", 0),
    ];

    fn fields(&self) -> Vec<String> {
        let text = |field: &Option<String>| field.clone().unwrap_or_default();
        vec![
            self.id.clone(),
            self.name.clone(),
            text(&self.organisation_id),
            text(&self.organisation_name),
            self.number_of_clusters(),
            text(&self.created_at),
        ]
    }

    fn cells(&self) -> Vec<String> {
        let organisation = self.organisation_name.clone().or_else(|| self.organisation_id.clone());
        vec![self.id.clone(), self.name.clone(), self.number_of_clusters(), organisation.unwrap_or_default()]
    }
}
